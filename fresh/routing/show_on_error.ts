import { HttpError } from "../http_error.ts";
import { renderRoute } from "../rendering/render_route.ts";
import type { Middleware, Route } from "../types.ts";
import { reportError } from "./run_chain.ts";

/** Shows `route` in place of what failed with a status that is its own. */
export function showOnError<S>(
  route: Route<S>,
  isMine: (status: number) => boolean,
): Middleware<S> {
  return async (ctx) => {
    const scope = { ...ctx.scope };
    try {
      return await ctx.next();
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      if (!isMine(status)) throw error;
      reportError(error);
      Object.assign(ctx.scope, scope);
      return await renderRoute(route, ctx, status);
    }
  };
}
