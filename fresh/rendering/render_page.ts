import { type AnyComponent, type Attributes, h } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import type { Context } from "../context.ts";
import { NONCE } from "../middlewares/csp.ts";
import type { RouteComponent } from "../types.ts";
import { RenderSession } from "./render_session.ts";

/** Answers with a page: first it is rendered, then the app wrapper around it. */
export function renderPage<S>(
  ctx: Context<S>,
  page: RouteComponent<S>,
  init: ResponseInit,
): Response {
  const { build, wrapper } = ctx;
  if (!wrapper) throw new Error("Cannot render a page without routes/_app");
  const session = new RenderSession(build);
  let html = "";
  for (const component of [page, wrapper]) {
    if (component.constructor.name === "AsyncFunction") {
      throw new TypeError("Cannot render an async component");
    }
    const props = { ...ctx, Component: () => jsxTemplate([html]) };
    html = session.render(h(component as AnyComponent, props as Attributes));
  }

  const headers = new Headers(init.headers);
  headers.set("content-type", "text/html; charset=utf-8");
  for (const url of session.scripts) {
    headers.append("link", `<${url}>; rel="modulepreload"; as="script"`);
  }
  const response = new Response(`<!DOCTYPE html>${html}`, { ...init, headers });
  return Object.assign(response, { [NONCE]: session.nonce });
}
