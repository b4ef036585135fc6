import type { Middleware } from "../types.ts";

/** Options for {@linkcode csp}. */
export interface CSPOptions {
  /** Directives; each replaces the default of its name. @default {[]} */
  csp?: string[];
  /** Allow by nonce what a page renders, instead of all that is inline. @default {false} */
  useNonce?: boolean;
}

/** Name of the property by which a rendered page hands over its nonce. */
export const NONCE = Symbol.for("__freshNonce");

const DEFAULTS = `
  default-src 'self'; script-src 'self' 'unsafe-inline';
  style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:;
  media-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self';
  object-src 'none'; base-uri 'self'; form-action 'self';
  frame-ancestors 'none'; upgrade-insecure-requests`.split(";");

/** Sends a Content-Security-Policy with every response. */
export function csp<S>(options: CSPOptions = {}): Middleware<S> {
  const { csp = [], useNonce = false } = options;
  const directives = new Map([...DEFAULTS, ...csp].map((directive) => {
    const text = directive.trim();
    return [text.split(/\s/)[0], text];
  }));
  return async (ctx) => {
    const response: Response & { [NONCE]?: string } = await ctx.next();
    const nonce = useNonce ? response[NONCE] : undefined;
    const sent = [...directives.values()].map((directive) =>
      nonce && /^(default|script|style)-src/.test(directive)
        ? directive.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`)
        : directive
    );
    response.headers.set("content-security-policy", sent.join("; "));
    return response;
  };
}
