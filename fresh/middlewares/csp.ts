import type { Middleware } from "../types.ts";

/** Options for {@linkcode csp}. */
export interface CSPOptions {
  /** Report what is against the policy, but let it pass. @default {false} */
  reportOnly?: boolean;
  /** Where to report to. */
  reportTo?: string;
  /** Directives; each replaces the default of its name. */
  csp?: string[];
  /** Allow the page's own scripts and styles by nonce instead of all inline ones. @default {false} */
  useNonce?: boolean;
}

/** Name of the property that carries a rendered page's nonce. */
export const NONCE = Symbol.for("__freshNonce");

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

const MAY_HAVE_NONCE = /^(default|script|style)-src(-elem|-attr)?$/;

/** Sends a Content-Security-Policy with every response. */
export function csp<S>(options: CSPOptions = {}): Middleware<S> {
  const { reportOnly = false, reportTo, csp = [], useNonce = false } = options;
  const directives = merge([
    ...DEFAULTS,
    ...csp,
    ...(reportTo ? [`report-to csp-endpoint`, `report-uri ${reportTo}`] : []),
  ]);
  const header = reportOnly
    ? "content-security-policy-report-only"
    : "content-security-policy";

  return async (ctx) => {
    const response = await ctx.next();
    const nonce = useNonce
      ? (response as { [NONCE]?: string })[NONCE]
      : undefined;
    response.headers.set(header, write(directives, nonce));
    if (reportTo) {
      response.headers.set(
        "reporting-endpoints",
        `csp-endpoint="${reportTo}"`,
      );
    }
    return response;
  };
}

function merge(directives: readonly string[]): Map<string, string> {
  return new Map(directives.map((directive) => {
    const [name = "", ...values] = directive.trim().split(/\s+/);
    return [name, values.join(" ")];
  }));
}

function write(
  directives: ReadonlyMap<string, string>,
  nonce: string | undefined,
): string {
  return [...directives].map(([name, values]) => {
    const value = nonce !== undefined && MAY_HAVE_NONCE.test(name)
      ? values.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`)
      : values;
    return `${name} ${value}`.trim();
  }).join("; ");
}
