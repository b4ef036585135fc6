import { type FunctionComponent, isValidElement, type VNode } from "preact";
import type { Build } from "./load_build.ts";
import { renderPage } from "./rendering/render_page.ts";
import type * as types from "./types.ts";

/** What a page is rendered with at the place that a request has reached. */
export interface Scope<S> {
  readonly build: Build;
  wrapper: types.RouteComponent<S> | null;
  /** Outermost first. */
  layouts: types.RouteComponent<S>[];
  hasNotFound: boolean;
}

/** One request on its way through middlewares and handlers. */
export class Context<S> {
  /** Shared by everything that handles this request. */
  readonly state: S = {} as S;
  /** What the handler gave to `page()`. */
  data: unknown = undefined;
  /** What was thrown, on its way out. */
  error: unknown | null = null;
  readonly isPartial: boolean = false;
  /** What a layout or app wrapper wraps. */
  Component: FunctionComponent = () => null;
  /** Runs what comes after this middleware. */
  declare next: () => Promise<Response>;

  constructor(
    public req: Request,
    readonly url: URL,
    readonly info: Deno.ServeHandlerInfo,
    readonly config: types.ResolvedFreshConfig,
    /** The pattern that matched; null if none did. */
    readonly route: string | null,
    readonly params: Record<string, string>,
    /** @internal */
    readonly scope: Scope<S>,
  ) {}

  /** Sends the browser elsewhere. */
  redirect(pathOrUrl: string, status: number = 302): Response {
    const location = pathOrUrl.startsWith("/")
      ? pathOrUrl.replace(/^[^?#]*/, (path) => path.replaceAll(/\/+/g, "/"))
      : pathOrUrl;
    return new Response(null, { status, headers: { location } });
  }

  /** Answers with `node` inside the layouts and the app wrapper. */
  async render(
    node: VNode | null,
    init?: ResponseInit,
    config?: types.LayoutConfig,
  ): Promise<Response> {
    if (node === null || isValidElement(node)) {
      return await renderPage(this, () => node, init, config);
    }
    throw new TypeError(`Cannot render what is not JSX: ${typeof node}`);
  }
}
