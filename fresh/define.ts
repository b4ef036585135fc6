import type { AnyComponent } from "preact";
import type {
  HandlerByMethod,
  HandlerFn,
  Middleware,
  PageProps,
  RouteHandler,
} from "./types.ts";

/** Gives handlers, pages, middlewares and layouts their types, and nothing else. */
export interface Define<S> {
  /** Types what answers a route. */
  handlers<D, H extends RouteHandler<D, S> = RouteHandler<D, S>>(h: H): H;
  /** Types a page; `define.page<typeof handler>` takes its data's type from there. */
  page<
    // deno-lint-ignore no-explicit-any -- D is inferred from it
    H extends RouteHandler<any, S> = never,
    D = H extends HandlerFn<infer X, S> ? X
      : H extends HandlerByMethod<infer X, S> ? X
      : never,
  >(render: AnyComponent<PageProps<D, S>>): typeof render;
  /** Types a middleware or a list of them. */
  middleware<M extends Middleware<S> | Middleware<S>[]>(m: M): M;
  /** Types a layout, or the app wrapper. */
  layout(render: AnyComponent<PageProps<unknown, S>>): typeof render;
}

/** Helpers that type routes for the state `S`; each returns its argument. */
export function createDefine<S>(): Define<S> {
  const same = <T>(value: T): T => value;
  return { handlers: same, page: same, middleware: same, layout: same };
}
