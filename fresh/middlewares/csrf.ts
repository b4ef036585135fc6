import type { Context } from "../context.ts";
import { HttpError } from "../http_error.ts";
import type { Middleware } from "../types.ts";

/** Options for {@linkcode csrf}. */
export interface CsrfOptions<S = unknown> {
  /** Which origins may change things. @default {ctx.url.origin} */
  origin?: string | string[] | ((origin: string, ctx: Context<S>) => boolean);
}

/** Refuses what another site makes a browser send; what is no browser passes. */
export function csrf<S>({ origin }: CsrfOptions<S> = {}): Middleware<S> {
  return (ctx) => {
    const { method, headers } = ctx.req;
    const site = headers.get("sec-fetch-site");
    const from = headers.get("origin");
    const isSafe = ["GET", "HEAD", "OPTIONS"].includes(method) ||
      site === "same-origin" || site === "none" || (site ?? from) === null;
    const isAllowed = typeof origin === "function"
      ? (from: string) => origin(from, ctx)
      : (from: string) => [origin ?? ctx.url.origin].flat().includes(from);
    if (isSafe || (from !== null && isAllowed(from))) return ctx.next();
    throw new HttpError(403);
  };
}
