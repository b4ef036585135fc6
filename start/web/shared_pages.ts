import { chooseLocale } from "../../domain/format/locale.ts";
import { isOnlyTheme, readTheme } from "../../domain/request/theme.ts";
import { Moments } from "./moments.ts";

/** A page stands for so long for those who ask for the same: their clocks may be off by more. */
const SHARING = { sharedMs: 1_000, maxKept: 32, maxReading: Infinity };
/** Characters of a page that is kept. */
const MAX_LENGTH = 500_000;

/** Pages that look the same to all viewers of a language and theme. */
const SHARED = /^\/(?:$|compare$|wall$|t\/[^/]+$|embed\/t\/[^/]+$)/;

/** Names a page that viewers share; null for one that may be a viewer's own. */
export function sharedPageKey(
  { method, headers }: Pick<Request, "method" | "headers">,
  { pathname, href }: URL,
): string | null {
  const cookies = headers.get("cookie");
  const isShared = method === "GET" && SHARED.test(pathname) &&
    !headers.has("authorization") && isOnlyTheme(cookies);
  if (!isShared) return null;
  const locale = chooseLocale(headers.get("accept-language"));
  return `${locale} ${readTheme(cookies)} ${href}`;
}

/** A page as it was rendered. */
interface Rendered {
  readonly html: string;
  readonly headers: Headers;
}

/**
 * Renders a page once for all who ask for it within a second, as long as what is
 * stored stays the same. Each gets a nonce of its own.
 */
export class SharedPages {
  #version = "";
  #pages = new Moments<Rendered | null>(SHARING);

  /**
   * The page, rendered now or a moment ago.
   *
   * @param key See {@linkcode sharedPageKey}.
   * @param version Changes with all that is stored.
   */
  async answer(
    key: string,
    version: string,
    render: () => Promise<Response>,
  ): Promise<Response> {
    if (version !== this.#version) {
      this.#version = version;
      this.#pages = new Moments(SHARING);
    }
    let own: Promise<Response> | undefined;
    const page = await this.#pages.ask(key, async () => {
      own = render();
      const response = await own.catch(() => null); // others try for themselves
      if (!response || !isPage(response)) return null;
      const [html, { headers }] = [await response.text(), response];
      if (html.length <= MAX_LENGTH) return { html, headers };
      own = Promise.resolve(new Response(html, { headers }));
      return null;
    });
    return page ? withOwnNonce(page) : await (own ?? render());
  }
}

function isPage({ status, headers }: Response): boolean {
  return status === 200 && !headers.has("set-cookie") &&
    headers.get("content-type")?.startsWith("text/html") === true;
}

const POLICY = "content-security-policy";

function withOwnNonce({ html, headers: given }: Rendered): Response {
  const headers = new Headers(given);
  const policy = headers.get(POLICY) ?? "";
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? [];
  if (nonce === undefined) return new Response(html, { headers });
  const own = crypto.randomUUID();
  headers.set(POLICY, policy.replaceAll(nonce, own));
  return new Response(html.replaceAll(nonce, own), { headers });
}
