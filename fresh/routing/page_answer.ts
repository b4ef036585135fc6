import type { Context } from "../context.ts";
import { renderRoute } from "../rendering/render_route.ts";
import type { Method, Route } from "../types.ts";
import type { Answer } from "./router.ts";

/** What answers with a page, for the methods that it handles. */
export function pageAnswer<S>(
  path: string,
  page: Route<S>,
  place: string = path,
): Answer<S> {
  const { handler = {}, component, config } = page;
  const own = Object.keys(handler) as Method[];
  if (component) own.push("GET");
  const methods = typeof handler === "function" ? null : own;
  const pattern = config?.routeOverride ?? path;
  const run = [(ctx: Context<S>) => renderRoute(page, ctx, 200)];
  return { methods, path: pattern, place, run };
}
