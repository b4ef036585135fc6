import { HttpError } from "../http_error.ts";
import { renderRoute } from "../rendering/render_route.ts";
import type { Middleware, Route } from "../types.ts";
import type { Layer } from "./router.ts";
import { reportError } from "./run_chain.ts";

/** Shows a page in place of what fails at `path` and below; null: of what is not there. */
export function errorLayer<S>(
  path: string | null,
  page: Route<S> | Middleware<S>,
): Layer<S> {
  const route = typeof page === "function" ? { handler: page } : page;
  const layer: Middleware<S> = async (ctx) => {
    const scope = { ...ctx.scope };
    if (path === null) ctx.scope.hasNotFound = true;
    try {
      return await ctx.next();
    } catch (error) {
      const status = error instanceof HttpError ? error.status : 500;
      const isForNotFound = status === 404 && ctx.scope.hasNotFound;
      if (isForNotFound !== (path === null)) throw error;
      reportError(error);
      Object.assign(ctx.scope, scope);
      return await renderRoute(route, ctx, status);
    }
  };
  return { kind: "error", path: path ?? "/", run: [layer] };
}
