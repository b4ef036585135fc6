import type { Context } from "../context.ts";
import { page } from "../page.ts";
import type { Route } from "../types.ts";
import { renderPage } from "./render_page.ts";

/** Runs the handler of a route and, unless that answers itself, renders its component. */
export async function renderRoute<S>(
  { handler, component = () => null, config }: Route<S>,
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
  return await renderPage(ctx, component, { status, ...result }, config);
}
