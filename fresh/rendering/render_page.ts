import type { VNode } from "preact";
import { h } from "preact";
import type { Context } from "../context.ts";
import { NONCE } from "../middlewares/csp.ts";
import type { LayoutConfig, RouteComponent } from "../types.ts";
import { rawHtml } from "./raw_html.ts";
import { renderComponent } from "./render_component.ts";
import { RenderSession } from "./render_session.ts";

/** Answers with a page: first it and its layouts are rendered, then the app wrapper. */
export async function renderPage<S>(
  ctx: Context<S>,
  vnode: VNode | null,
  init: ResponseInit = {},
  config: LayoutConfig = {},
): Promise<Response> {
  const { snapshot, layouts, app } = ctx.scope;
  const session = new RenderSession(snapshot);

  let content = vnode;
  for (
    const { component } of config.skipInheritedLayouts
      ? []
      : layouts.toReversed()
  ) {
    const result = await wrap(component, ctx, content);
    if (result instanceof Response) return result;
    content = result;
  }

  let html = session.render(content);
  if (app !== null && !config.skipAppWrapper) {
    const result = await wrap(app, ctx, rawHtml(html));
    if (result instanceof Response) return result;
    html = session.render(result);
  }
  if (!/^<html[\s>]/.test(html)) html = session.render(document(html));

  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  for (const url of session.preloads()) {
    headers.append("link", `<${url}>; rel="modulepreload"; as="script"`);
  }
  const response = new Response(`<!DOCTYPE html>${html}`, { ...init, headers });
  return Object.assign(response, { [NONCE]: session.nonce });
}

function wrap<S>(
  component: RouteComponent<S>,
  ctx: Context<S>,
  content: VNode | null,
): Promise<VNode | Response | null> {
  return renderComponent(component, ctx, () => content);
}

function document(body: string): VNode {
  return h(
    "html",
    null,
    h("head", null, h("meta", { charset: "utf-8" })),
    h("body", null, rawHtml(body)),
  );
}
