import { HttpError } from "../http_error.ts";
import type { Method } from "../types.ts";

/** All methods that a router knows. */
export const METHODS: readonly Method[] = [
  "HEAD",
  "GET",
  "POST",
  "PATCH",
  "PUT",
  "DELETE",
  "OPTIONS",
];

/** What a router found. */
export interface Match<T> {
  /** The pattern that matched. */
  pattern: string;
  params: Record<string, string>;
  /** What was added for the method, or for another one if `allow` says so. */
  item: T;
  /** The methods that the path has, if the one asked for is not among them. */
  allow: Method[] | null;
}

interface Entry<T> {
  pattern: URLPattern;
  items: Map<Method, T>;
}

/** Finds what was added for a method and a path. */
export class Router<T> {
  #static = new Map<string, Entry<T>>();
  #dynamic = new Map<string, Entry<T>>();

  /** The first `item` of a method and pattern stays. */
  add(methods: readonly Method[], path: string, item: T): void {
    const pattern = new URLPattern({ pathname: path });
    const entries = /[:*?+{(]/.test(path) ? this.#dynamic : this.#static;
    const entry = entries.get(pattern.pathname) ??
      { pattern, items: new Map() };
    entries.set(pattern.pathname, entry);
    for (const method of methods) {
      if (!entry.items.has(method)) entry.items.set(method, item);
    }
  }

  /**
   * Null if nothing has that path.
   *
   * @throws {HttpError} 400 if a parameter cannot be decoded.
   */
  match(method: string, pathname: string): Match<T> | null {
    let other: Match<T> | null = null;
    for (const { pattern, items } of this.#candidates(pathname)) {
      const groups = pattern.exec({ pathname })?.pathname.groups ?? {};
      const found = items.get(method as Method) ??
        (method === "HEAD" ? items.get("GET") : undefined);
      const [any] = items.values();
      const match: Match<T> = {
        pattern: pattern.pathname,
        params: decode(groups),
        item: (found ?? any)!,
        allow: found ? null : [...(other?.allow ?? []), ...items.keys()],
      };
      if (found) return match;
      other = { ...(other ?? match), allow: match.allow };
    }
    return other;
  }

  *#candidates(pathname: string): Generator<Entry<T>> {
    const twin = pathname.endsWith("/")
      ? pathname.slice(0, -1)
      : `${pathname}/`;
    for (const path of [pathname, twin]) {
      const entry = this.#static.get(path);
      if (entry) yield entry;
    }
    for (const entry of this.#dynamic.values()) {
      if (entry.pattern.test({ pathname })) yield entry;
    }
  }
}

function decode(
  groups: Record<string, string | undefined>,
): Record<string, string> {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([k, v]) => [k, decodeURI(v ?? "")]),
    );
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new HttpError(400, "Cannot decode path: malformed escape", {
      cause: error,
    });
  }
}
