import type { Context } from "../context.ts";
import type { Middleware } from "../types.ts";

/** Runs `middlewares` around each other; the last one has no `next()`. */
export function runMiddlewares<S>(
  middlewares: readonly Middleware<S>[],
  ctx: Context<S>,
): Promise<Response> {
  const run = async (index: number): Promise<Response> => {
    ctx.next = () => run(index + 1);
    try {
      const response = await middlewares[index]!(ctx);
      if (response instanceof Response) return response;
    } catch (error) {
      ctx.error = error;
      throw error;
    }
    throw new TypeError(
      `Cannot answer ${ctx.url.pathname}: a middleware returned no Response`,
    );
  };
  return run(0);
}
