import type { FunctionComponent, VNode } from "preact";
import { isValidElement } from "preact";
import { renderPage } from "./rendering/render_page.ts";
import type { Scope } from "./routing/scope.ts";
import type { LayoutConfig, ResolvedFreshConfig } from "./types.ts";

/** What a context is made of. */
export interface ContextInit {
  req: Request;
  url: URL;
  info: Deno.ServeHandlerInfo;
  config: ResolvedFreshConfig;
  params: Record<string, string>;
  route: string | null;
  scope: Scope;
}

/** One request on its way through middlewares and handlers. */
export class Context<S> {
  readonly config: ResolvedFreshConfig;
  readonly url: URL;
  req: Request;
  /** The pattern that matched; null if none did. */
  readonly route: string | null;
  readonly params: Record<string, string>;
  /** Shared by everything that handles this request. */
  readonly state: S = {} as S;
  /** What the handler gave to `page()`. */
  data: unknown = undefined;
  /** What was thrown, on its way out. */
  error: unknown | null = null;
  readonly info: Deno.ServeHandlerInfo;
  readonly isPartial: boolean = false;
  /** Runs what comes after this middleware. */
  next: () => Promise<Response> = () =>
    Promise.reject(new Error("Cannot call next(): nothing comes after"));
  /** What a layout or app wrapper wraps. */
  Component: FunctionComponent = () => null;
  /** @internal */
  readonly scope: Scope;

  constructor(init: ContextInit) {
    this.req = init.req;
    this.url = init.url;
    this.info = init.info;
    this.config = init.config;
    this.params = init.params;
    this.route = init.route;
    this.scope = init.scope;
  }

  /** Sends the browser elsewhere; `status` is 302 unless given. */
  redirect(pathOrUrl: string, status: number = 302): Response {
    const [, path = "", rest = ""] = /^([^?#]*)(.*)$/s.exec(pathOrUrl) ?? [];
    const location = path.startsWith("/")
      ? path.replaceAll(/\/{2,}/g, "/") + rest
      : pathOrUrl;
    return new Response(null, { status, headers: { location } });
  }

  /** Answers with `vnode` inside the layouts and the app wrapper. */
  async render(
    vnode: VNode | null,
    init?: ResponseInit,
    config?: LayoutConfig,
  ): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) {
      throw new TypeError(`Cannot render: not JSX: ${typeof vnode}`);
    }
    return await renderPage(this, vnode, init, config);
  }

  /** Answers with plain text. */
  text(content: string, init?: ResponseInit): Response {
    return typed(content, "text/plain; charset=utf-8", init);
  }

  /** Answers with HTML that is complete already. */
  html(content: string, init?: ResponseInit): Response {
    return typed(content, "text/html; charset=utf-8", init);
  }

  /** Answers with `content` as JSON. */
  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }
}

function typed(body: string, type: string, init: ResponseInit = {}): Response {
  const headers = new Headers(init.headers);
  if (!headers.has("content-type")) headers.set("content-type", type);
  return new Response(body, { ...init, headers });
}
