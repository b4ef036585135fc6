import type { Context } from "../context.ts";
import { page } from "../page.ts";
import type { RouteComponent, RouteHandler } from "../types.ts";
import { renderPage } from "./render_page.ts";

/** A page: what answers it, what shows it, or both. */
export interface Route<S> {
  component?: RouteComponent<S> | undefined;
  handler?: RouteHandler<unknown, S> | undefined;
}

/** Runs the handler of a route and, unless that answers itself, renders its component. */
export async function renderRoute<S>(
  { handler, component = () => null }: Route<S>,
  ctx: Context<S>,
  status: number,
): Promise<Response> {
  const method = ctx.req.method as "GET" | "HEAD";
  const handle = typeof handler === "object"
    ? handler[method] ?? (method === "HEAD" ? handler.GET : undefined)
    : handler;
  const result = await (handle?.(ctx) ?? page());
  if (result instanceof Response) return result;
  if (typeof result !== "object" || !("data" in result)) {
    throw new TypeError(`Cannot answer ${ctx.url.pathname}: not page()`);
  }
  ctx.data = result.data;
  return renderPage(ctx, component, { status, ...result });
}
