import { type AnyComponent, type Attributes, h, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import type { Context } from "../context.ts";
import { NONCE } from "../middlewares/csp.ts";
import type { LayoutConfig, RouteComponent } from "../types.ts";
import { RenderSession } from "./render_session.ts";

type Rendered = VNode | Response | null;

/** Answers with a page: first it and its layouts are rendered, then the app wrapper. */
export async function renderPage<S>(
  ctx: Context<S>,
  page: RouteComponent<S>,
  init: ResponseInit = {},
  { skipInheritedLayouts, skipAppWrapper }: LayoutConfig = {},
): Promise<Response> {
  const { build, layouts, wrapper } = ctx.scope;
  const session = new RenderSession(build);

  let inner: VNode | null = null;
  const outer = skipInheritedLayouts ? [] : layouts.toReversed();
  for (const component of [page, ...outer]) {
    const node: Rendered = await prepare(component, ctx, inner);
    if (node instanceof Response) return node;
    inner = node;
  }
  let html = session.render(inner);
  if (wrapper !== null && !skipAppWrapper) {
    const node = await prepare(wrapper, ctx, jsxTemplate([html]));
    if (node instanceof Response) return node;
    html = session.render(node);
  }
  if (!/^<html[\s>]/.test(html)) html = session.render(complete(html));

  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  for (const url of session.scripts) {
    headers.append("link", `<${url}>; rel="modulepreload"; as="script"`);
  }
  const response = new Response(`<!DOCTYPE html>${html}`, { ...init, headers });
  return Object.assign(response, { [NONCE]: session.nonce });
}

/** Readies a component for rendering; one that is async runs here. */
async function prepare<S>(
  component: RouteComponent<S>,
  ctx: Context<S>,
  inner: VNode | null,
): Promise<Rendered> {
  const props = { ...ctx, Component: () => inner };
  return component.constructor.name === "AsyncFunction"
    ? await (component as (p: object) => Promise<Rendered>)(props)
    : h(component as AnyComponent, props as Attributes);
}

/** For apps without a wrapper. */
function complete(body: string): VNode {
  const head = h("head", null, h("meta", { charset: "utf-8" }));
  return h("html", null, head, h("body", null, jsxTemplate([body])));
}
