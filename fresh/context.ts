import { STATUS_CODES } from "node:http";
import type { AnyComponent, FunctionComponent } from "preact";
import type { Build } from "./build.ts";

/** One request on its way through middlewares and handlers. */
export class Context<S> {
  /** Shared by everything that handles this request. */
  readonly state: S = {} as S;
  /** What the handler gave to `page()`. */
  data: unknown = undefined;
  /** What was thrown, once it has passed a middleware. */
  error: unknown | null = null;
  /** The component of `_app`. @internal */
  wrapper: RouteComponent<S> | null = null;
  /** Runs the next middleware or the handler. */
  declare next: () => Promise<Response>;

  constructor(
    public req: Request,
    readonly url: URL,
    readonly params: Record<string, string>,
    /** The client's address. */
    readonly info: Deno.ServeHandlerInfo,
    /** @internal */
    readonly build: Build,
  ) {}
}

/** HTTP methods that a route can handle. */
export type Method =
  | "GET"
  | "HEAD"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** Wraps later middlewares and the handler, or answers the request itself. */
export type Middleware<S> = (ctx: Context<S>) => Response | Promise<Response>;

type Answer<D> = Response | PageResponse<D>;

/** Answers one or all methods of a route. */
export interface HandlerFn<D, S> {
  (ctx: Context<S>): Answer<D> | Promise<Answer<D>>;
}

/** A handler for each method. */
export type HandlerByMethod<D, S> = { [M in Method]?: HandlerFn<D, S> };

/** Answers a route, or gives its component data. */
export type RouteHandler<D, S> = HandlerFn<D, S> | HandlerByMethod<D, S>;

/** Props of a page and of the app wrapper. */
export type PageProps<D = unknown, S = unknown> =
  & Pick<Context<S>, "url" | "req" | "params" | "state" | "error">
  & { data: D; Component: FunctionComponent };

/** Renders a page, or wraps all of them. */
export type RouteComponent<S> = AnyComponent<PageProps<unknown, S>>;

/** Returned by a handler to have its route's component rendered. */
export interface PageResponse<T> {
  data: T;
  headers?: HeadersInit;
  /** @default {200}, or the error's status on an error page */
  status?: number;
}

/** Renders the component of the route with `data`. */
export function page<T = undefined>(
  data?: T,
  options?: Omit<PageResponse<T>, "data">,
): PageResponse<T> {
  return { ...options, data: data as T };
}

/** Gives handlers, pages, middlewares and layouts their types, and nothing else. */
export interface Define<S> {
  /** Types the handlers of a route. */
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

/** Status codes of failed requests. */
export type ErrorStatus =
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411)
  | (412 | 413 | 414 | 415 | 416 | 417 | 418 | 421 | 422 | 423 | 424 | 425)
  | (426 | 428 | 429 | 431 | 451)
  | (500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511);

/** An error that becomes a response with a status; clients see its message. */
export class HttpError extends Error {
  status: ErrorStatus;

  constructor(status: ErrorStatus, message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HttpError";
    this.status = status;
  }
}

/** The response where there is no error page, or where that fails itself; only unexpected errors are logged. */
export function answerError(error: unknown): Response {
  if (error instanceof HttpError) {
    const { message, status } = error;
    return new Response(message || STATUS_CODES[status], { status });
  }
  // deno-lint-ignore no-console -- a framework does not know the app's log
  console.error(error);
  return new Response("Internal server error", { status: 500 });
}
