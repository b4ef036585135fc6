import { chooseLocale } from "../../domain/format/locale.ts";
import { isOnlyTheme, readTheme } from "../../domain/request/theme.ts";

/** How long a page stands for those who ask for the same: their clocks may be off by more. */
const MAX_AGE_MS = 1_000;
/** Pages that are kept. */
const MAX_PAGES = 32;
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

interface Entry {
  /** What it was rendered of. */
  readonly version: string;
  readonly renderedMs: number;
  /** Null if it is not kept. */
  readonly page: Promise<Rendered | null>;
}

/**
 * Renders a page once for all who ask for it within a second, as long as what is
 * stored stays the same. Each gets a nonce of its own.
 */
export class SharedPages {
  readonly #entries = new Map<string, Entry>();

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
    const now = performance.now();
    const known = this.#entries.get(key);
    if (known?.version === version && now - known.renderedMs < MAX_AGE_MS) {
      const page = await known.page;
      return page === null ? await render() : withOwnNonce(page);
    }
    const { promise: page, resolve } = Promise.withResolvers<Rendered | null>();
    const entry = { version, renderedMs: now, page };
    this.#keep(key, entry);
    let rendered: Rendered | null = null;
    try {
      const response = await render();
      const { status, headers } = response;
      const isPage = status === 200 && !headers.has("set-cookie") &&
        headers.get("content-type")?.startsWith("text/html");
      if (!isPage) return response;
      rendered = { html: await response.text(), headers };
      return new Response(rendered.html, { headers });
    } finally {
      resolve(rendered);
      const isKept = rendered !== null && rendered.html.length <= MAX_LENGTH;
      if (!isKept && this.#entries.get(key) === entry) {
        this.#entries.delete(key);
      }
    }
  }

  #keep(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > MAX_PAGES) {
      this.#entries.delete(this.#entries.keys().next().value!);
    }
  }
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
