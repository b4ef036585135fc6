import type { AnyComponent, FunctionComponent } from "preact";
import type { Context } from "./context.ts";
import type { PageResponse } from "./page.ts";

/** HTTP methods that a route can handle. */
export type Method =
  | "GET"
  | "HEAD"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** Settings of a server. */
export type ListenOptions = Partial<Deno.ServeTcpOptions>;

/** Wraps what comes after it, or answers itself. */
export type Middleware<S> = (ctx: Context<S>) => Response | Promise<Response>;

type Answer<D> = Response | PageResponse<D>;

/** Answers one or all methods of a route. */
export interface HandlerFn<D, S> {
  (ctx: Context<S>): Answer<D> | Promise<Answer<D>>;
}

/** A handler for each method. */
export type HandlerByMethod<D, S> = { [M in Method]?: HandlerFn<D, S> };

/** What answers a route, before its component is rendered. */
export type RouteHandler<D, S> = HandlerFn<D, S> | HandlerByMethod<D, S>;

/** What a page or the app wrapper is given. */
export type PageProps<D = unknown, S = unknown> =
  & Pick<Context<S>, "url" | "req" | "params" | "state" | "error">
  & { data: D; Component: FunctionComponent };

/** What shows a page, or wraps all of them. */
export type RouteComponent<S> = AnyComponent<PageProps<unknown, S>>;
