import type { AnyComponent, VNode } from "preact";
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

/** Settings of an app; they come with a build. */
export interface ResolvedFreshConfig {
  root: string;
  basePath: string;
  mode: "development" | "production";
}

/** Settings of a server. */
export type ListenOptions = Partial<
  Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem
>;

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

type Shared = "config" | "url" | "req" | "params" | "info" | "state";

/** What a page, layout or app wrapper is given. */
export type PageProps<D = unknown, S = unknown> =
  & Pick<Context<S>, Shared | "isPartial" | "Component" | "error" | "route">
  & { data: D };

/** A component, or an async function that may also answer by itself. */
export type RouteComponent<S> =
  | AnyComponent<PageProps<unknown, S>>
  | ((props: PageProps<unknown, S>) => Promise<VNode | Response | null>);

/** What a layout may say about those around it. */
export interface LayoutConfig {
  /** Leave out the layouts of the folders above. @default {false} */
  skipInheritedLayouts?: boolean;
  /** Leave out the app wrapper. @default {false} */
  skipAppWrapper?: boolean;
}

/** What a route may say about itself. */
export interface RouteConfig extends LayoutConfig {
  /** The pattern to match instead of the one in the file's name. */
  routeOverride?: string;
}

/** A page: what answers it, what shows it, or both. */
export interface Route<S> {
  component?: RouteComponent<S> | undefined;
  handler?: RouteHandler<unknown, S> | undefined;
  config?: RouteConfig | undefined;
}
