const POLICY = "content-security-policy";

/** The policy of everything but pages: it loads nothing, runs nothing, and is framed by nobody. */
const BARE_POLICY = "default-src 'none'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/** What no page of ours uses. */
const UNUSED = ["camera", "geolocation", "microphone", "payment", "usb"];

/** Headers of every response, error pages among them. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": UNUSED.map((name) => `${name}=()`).join(", "),
};

/** Headers of a response that no handler gives: {@linkcode secureResponse} gives the others theirs. */
export const BARE_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  [POLICY]: BARE_POLICY,
};

/**
 * Adds the headers that every response has. Only embedded charts may be framed.
 * A policy that allows inline code is replaced, and a redirect never leaves this
 * server. Plain http stays plain http.
 */
export function secureResponse(
  response: Response,
  { pathname, protocol }: Pick<URL, "pathname" | "protocol">,
): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    headers.set(name, value);
  }
  const given = headers.get(POLICY) ?? BARE_POLICY;
  const policy = given.includes("'unsafe-inline'") ? BARE_POLICY : given;
  const parents = pathname.startsWith("/embed/") ? "*" : "'none'";
  const framed = policy
    .replace(/frame-ancestors [^;]*/, `frame-ancestors ${parents}`);
  headers.set(
    POLICY,
    protocol === "http:"
      ? framed.replace(/;?\s*upgrade-insecure-requests/, "")
      : framed,
  );
  const location = headers.get("location");
  if (location !== null && !isOwnPath(location)) headers.set("location", "/");
  return response;
}

/** Whether an address leads to this server wherever it stands: `//host` and `/\host` do not. */
export function isOwnPath(address: string): boolean {
  return /^\/(?![/\\])/.test(address) && !/[\t\r\n]/.test(address);
}

/** Answers a request. */
type Answer<Info> = (request: Request, info?: Info) => Promise<Response>;

/**
 * Guards a handler: every response gets the headers of {@linkcode secureResponse},
 * a malformed `Host` is refused, and a failure shows nothing of its cause.
 */
export function secured<Info>(
  answer: Answer<Info>,
  onError: (error: unknown) => void,
): Answer<Info> {
  return async (request, info) => {
    const url = parseRequestUrl(request);
    if (url === null) {
      const refusal = refuse(400, "The Host of the request is malformed");
      return secureResponse(refusal, { pathname: "/", protocol: "http:" });
    }
    try {
      return secureResponse(await answer(request, info), url);
    } catch (error) {
      onError(error);
      return secureResponse(refuse(500, "Something went wrong"), url);
    }
  };
}

function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

const HOST = /^(?:\[[\da-f:.]+\]|[\w.-]+)?(?::\d{1,5})?$/i;

/** The address of a request; null if its `Host` is malformed, or changes what the rest of the address means. */
function parseRequestUrl({ url, headers }: Request): URL | null {
  const host = headers.get("host");
  return host === null || HOST.test(host) ? URL.parse(url) : null;
}
