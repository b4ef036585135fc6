import { HttpError } from "../http_error.ts";
import type { Method, Middleware } from "../types.ts";

/** What lies around all that is told later at its path and below. */
export interface Layer<S> {
  kind: "app" | "error" | "middleware";
  path: string;
  run: Middleware<S>[];
}

/** What answers a path. */
export interface Answer<S> {
  /** Null stands for all. */
  methods: Method[] | null;
  path: string;
  run: Middleware<S>;
}

/** What becomes of a request. */
export interface Match<S> {
  /** What runs, outermost first. */
  chain: Middleware<S>[];
  params: Record<string, string>;
  /** The methods that the path has, if the one asked for is not among them. */
  allow?: string;
}

interface Entry<S> extends Answer<S> {
  pattern: URLPattern;
  around: Middleware<S>[];
}

/** The order of layers on one path, from outside in. */
const KINDS = ["app", "error", "middleware"];

/** Finds what answers a request; what was told later does not lie around it. */
export class Router<S> {
  readonly #layers: Layer<S>[] = [];
  readonly #entries: Entry<S>[] = [];

  constructor(told: readonly (Layer<S> | Answer<S>)[]) {
    for (const one of told) {
      if ("kind" in one) {
        this.#layers.push(one);
      } else {
        const pattern = new URLPattern({ pathname: one.path });
        this.#entries.push({ ...one, pattern, around: this.#around(one.path) });
      }
    }
  }

  /** Takes what was told first. */
  match(method: string, pathname: string): Match<S> {
    const bare = pathname.replace(/(?<=.)\/$/, "");
    const hits = this.#entries.filter(({ path, pattern }) =>
      path.includes(":")
        ? pattern.test({ pathname })
        : pattern.pathname === bare
    );
    const asked = method === "HEAD" ? ["HEAD", "GET"] : [method];
    const hit = hits.find(({ methods }) =>
      methods?.some((each) => asked.includes(each)) ?? true
    );
    const entry = hit ?? hits[0];
    if (!entry) return { chain: [...this.#around("/"), fail(404)], params: {} };

    const { pattern, around } = entry;
    const groups = pattern.exec({ pathname })?.pathname.groups ?? {};
    const params = Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decode(value)]),
    );
    if (hit) return { chain: [...around, hit.run, fail(404)], params };
    const nothing = () => new Response(null, { status: 204 });
    const end = method === "OPTIONS" ? nothing : fail(405);
    const allow = [...new Set(hits.flatMap(({ methods }) => methods ?? []))];
    return { chain: [...around, end], params, allow: allow.join(", ") };
  }

  #around(place: string): Middleware<S>[] {
    const depth = ({ path, kind }: Layer<S>) =>
      path.length * KINDS.length + KINDS.indexOf(kind);
    return this.#layers
      .filter(({ path }) => `${place}/`.startsWith(path.replace(/\/?$/, "/")))
      .sort((a, b) => depth(a) - depth(b))
      .flatMap(({ run }) => run);
  }
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
