import { HttpError } from "../http_error.ts";
import type { Method, Middleware } from "../types.ts";

/** What lies around all that is told later at its path and below. */
export interface Layer<S> {
  kind: "page" | "error" | "middleware";
  path: string;
  run: Middleware<S>[];
}

/** What answers a path. */
export interface Answer<S> {
  /** Null stands for all. */
  methods: Method[] | null;
  path: string;
  /** Its path with the folders that do not show there. @default {path} */
  place?: string;
  run: Middleware<S>[];
}

/** What becomes of a request. */
export interface Match<S> {
  /** What runs, outermost first. */
  chain: Middleware<S>[];
  route: string | null;
  params: Record<string, string>;
  /** The methods that the path has, if the one asked for is not among them. */
  allow?: string;
}

interface Entry<S> extends Answer<S> {
  pattern: URLPattern;
  isStatic: boolean;
  around: Middleware<S>[];
}

/** The order of layers on one path, from outside in. */
const KINDS = ["page", "error", "middleware"];

/** Finds what answers a request; what was told later does not lie around it. */
export class Router<S> {
  readonly #layers: Layer<S>[] = [];
  readonly #entries: Entry<S>[] = [];

  constructor(told: readonly (Layer<S> | Answer<S>)[]) {
    for (const one of told) {
      const { path } = one;
      if ("kind" in one) {
        this.#layers.push({ ...one, path: normalize(path) });
      } else {
        const pattern = new URLPattern({ pathname: path });
        const isStatic = !/[:*?+{(]/.test(path);
        const around = this.#around(one.place ?? path);
        this.#entries.push({ ...one, pattern, isStatic, around });
      }
    }
  }

  /** Takes what was told first, but exact paths before patterns. */
  match(method: string, pathname: string): Match<S> {
    const bare = pathname.replace(/(?<=.)\/$/, "");
    const hits = this.#entries.filter(({ pattern, isStatic }) =>
      isStatic ? pattern.pathname === bare : pattern.test({ pathname })
    ).sort((a, b) => Number(b.isStatic) - Number(a.isStatic));
    const asked = method === "HEAD" ? ["HEAD", "GET"] : [method];
    const hit = hits.find(({ methods }) =>
      methods?.some((each) => asked.includes(each)) ?? true
    );
    const entry = hit ?? hits[0];
    const lost = [...this.#around("/"), fail(404)];
    if (!entry) return { chain: lost, route: null, params: {} };

    const { pattern, around, run } = entry;
    const route = pattern.pathname;
    const groups = pattern.exec({ pathname })?.pathname.groups ?? {};
    const params = Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decode(value)]),
    );
    if (hit) return { chain: [...around, ...run, fail(404)], route, params };
    const nothing = () => new Response(null, { status: 204 });
    const end = method === "OPTIONS" ? nothing : fail(405);
    const allow = [...new Set(hits.flatMap(({ methods }) => methods ?? []))];
    return { chain: [...around, end], route, params, allow: allow.join(", ") };
  }

  #around(place: string): Middleware<S>[] {
    const depth = ({ path, kind }: Layer<S>) =>
      path.length * KINDS.length + KINDS.indexOf(kind);
    return this.#layers
      .filter(({ path }) => normalize(place).startsWith(path))
      .sort((a, b) => depth(a) - depth(b))
      .flatMap(({ run }) => run);
  }
}

/** `/a/b/` of `/a/b`, and of `/a/b{/:c}?`; `/` of `*`. */
function normalize(path: string): string {
  const parts = path.replaceAll(/\{[^}]*\}\?/g, "").split("/");
  const names = parts.filter((part) => part !== "" && part !== "*");
  return names.reduce((before, name) => `${before}${name}/`, "/");
}

function fail(status: 404 | 405): () => Promise<never> {
  return () => Promise.reject(new HttpError(status));
}

/** A value that cannot be decoded stays as it is: nobody knows it then. */
function decode(value: string = ""): string {
  try {
    return decodeURI(value);
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
}
