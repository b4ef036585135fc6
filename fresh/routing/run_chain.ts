import { STATUS_CODES } from "node:http";
import type { Context } from "../context.ts";
import { HttpError } from "../http_error.ts";
import type { Middleware } from "../types.ts";

/** Runs `chain`, each around the next; the last one must answer. */
export async function runChain<S>(
  [first, ...rest]: readonly Middleware<S>[],
  ctx: Context<S>,
): Promise<Response> {
  ctx.next = () => runChain(rest, ctx);
  try {
    const response = await first!(ctx);
    if (response instanceof Response) return response;
    throw new TypeError(`Cannot answer ${ctx.url.pathname}: not a Response`);
  } catch (error) {
    ctx.error = error;
    throw error;
  }
}

/** What clients get where no error page is, or where it fails itself. */
export function answerError(error: unknown): Response {
  reportError(error);
  const { message, status } = error instanceof HttpError
    ? error
    : new HttpError(500, "Internal server error");
  return new Response(message || STATUS_CODES[status], { status });
}

/** Writes what nobody expected to the console. */
export function reportError(error: unknown): void {
  // deno-lint-ignore no-console -- a framework does not know the app's log
  if (!(error instanceof HttpError)) console.error(error);
}
