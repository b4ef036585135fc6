import type { Middleware } from "./context.ts";

/** Options for {@linkcode csp}. */
export interface CSPOptions {
  /** Allow the scripts and styles of a page by nonce, instead of everything inline. @default {false} */
  useNonce?: boolean;
}

/** Property of a response that holds the nonce of the rendered page. */
export const NONCE = Symbol.for("__freshNonce");

const POLICY = `
  default-src 'self'; script-src 'self' 'unsafe-inline';
  style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:;
  media-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self';
  object-src 'none'; base-uri 'self'; form-action 'self';
  frame-ancestors 'none'; upgrade-insecure-requests`
  .trim().replaceAll(/\s+/g, " ");

/** Sends a Content-Security-Policy with every response. */
export function csp<S>({ useNonce = false }: CSPOptions = {}): Middleware<S> {
  return async (ctx) => {
    const response: Response & { [NONCE]?: string } = await ctx.next();
    const nonce = useNonce ? response[NONCE] : undefined;
    const policy = nonce
      ? POLICY.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`)
      : POLICY;
    response.headers.set("content-security-policy", policy);
    return response;
  };
}
