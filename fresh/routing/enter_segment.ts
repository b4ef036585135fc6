import { HttpError } from "../http_error.ts";
import { renderRoute } from "../rendering/render_route.ts";
import { reportError } from "../report_error.ts";
import type { Middleware } from "../types.ts";
import type { RouteTable, Segment } from "./route_table.ts";
import type { Scope } from "./scope.ts";

/** Brings in the layout of a segment, and on an error its error page. */
export function enterSegment<S>(
  table: RouteTable<S>,
  segment: Pick<Segment<S>, "layout" | "errorRoute">,
  isRoot: boolean,
): Middleware<S> {
  return async (ctx) => {
    const { scope } = ctx;
    addLayout(scope, segment.layout);
    const { app, layouts } = scope;
    try {
      return await ctx.next();
    } catch (error) {
      ctx.error = error;
      Object.assign(scope, { app, layouts });
      const status = error instanceof HttpError ? error.status : 500;
      const isMissing = status === 404 && table.notFound !== null;
      const route = isMissing
        ? (isRoot ? table.notFound : null)
        : segment.errorRoute;
      if (route === null) throw error;
      reportError(error);
      return await renderRoute(route, ctx, status);
    }
  };
}

function addLayout(scope: Scope, layout: Segment<unknown>["layout"]): void {
  if (layout === null) return;
  const { skipInheritedLayouts, skipAppWrapper } = layout.config;
  scope.layouts = [...(skipInheritedLayouts ? [] : scope.layouts), layout];
  if (skipAppWrapper) scope.app = null;
}
