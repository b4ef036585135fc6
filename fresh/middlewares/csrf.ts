import type { Context } from "../context.ts";
import { HttpError } from "../http_error.ts";
import type { Middleware } from "../types.ts";

/** Options for {@linkcode csrf}. */
export interface CsrfOptions<S = unknown> {
  /** Which origins may change things; the app's own unless given. */
  origin?:
    | string
    | string[]
    | ((origin: string, ctx: Context<S>) => boolean);
}

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/** Refuses what another site makes a browser send; what is no browser passes. */
export function csrf<S>(options: CsrfOptions<S> = {}): Middleware<S> {
  return (ctx) => {
    if (SAFE_METHODS.includes(ctx.req.method)) return ctx.next();

    const site = ctx.req.headers.get("sec-fetch-site");
    const origin = ctx.req.headers.get("origin");
    if (site === null && origin === null) return ctx.next();
    if (site === "same-origin" || site === "none") return ctx.next();
    if (origin !== null && isAllowed(origin, ctx, options.origin)) {
      return ctx.next();
    }
    throw new HttpError(403);
  };
}

function isAllowed<S>(
  origin: string,
  ctx: Context<S>,
  allowed: CsrfOptions<S>["origin"] = ctx.url.origin,
): boolean {
  if (typeof allowed === "function") return allowed(origin, ctx);
  return [allowed].flat().includes(origin);
}
