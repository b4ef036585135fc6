import { renderRoute } from "../rendering/render_route.ts";
import type { Context } from "../context.ts";
import type { Method, Route } from "../types.ts";
import { METHODS } from "./router.ts";
import type { RouteTable } from "./route_table.ts";

/** Adds a page for the methods that it handles; `place` says what lies around it. */
export function addRoute<S>(
  table: RouteTable<S>,
  path: string,
  route: Route<S>,
  place: string = path,
): void {
  const pattern = route.config?.routeOverride ?? path;
  const answer = [(ctx: Context<S>) => renderRoute(route, ctx)];
  table.add(methodsOf(route), pattern, answer, place);
}

function methodsOf<S>({ handler, component }: Route<S>): readonly Method[] {
  if (typeof handler === "function") return METHODS;
  const methods = new Set(Object.keys(handler ?? {}) as Method[]);
  if (component) methods.add("GET");
  return [...methods];
}
