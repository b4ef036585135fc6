import { HttpError, type Method, type Middleware } from "./context.ts";

/** Wraps everything that is registered later at its path and below. */
export interface Layer<S> {
  kind: "app" | "error" | "middleware";
  path: string;
  run: Middleware<S>[];
}

/** Answers a path. */
export interface Answer<S> {
  /** Null for all. */
  methods: Method[] | null;
  path: string;
  run: Middleware<S>;
}

/** How a request is answered. */
export interface Match<S> {
  /** Middlewares and the answer, outermost first. */
  chain: Middleware<S>[];
  params: Record<string, string>;
  /** The methods of the path, if the requested one is not among them. */
  allow?: string;
}

interface Entry<S> extends Answer<S> {
  pattern: URLPattern;
  layers: Middleware<S>[];
}

/** Order of the layers on one path, from outside in. */
const KINDS = ["app", "error", "middleware"];

/** Matches requests; a layer wraps only later registrations. */
export class Router<S> {
  readonly #layers: Layer<S>[] = [];
  readonly #entries: Entry<S>[] = [];

  constructor(commands: readonly (Layer<S> | Answer<S>)[]) {
    for (const command of commands) {
      if ("kind" in command) {
        this.#layers.push(command);
      } else {
        const { path } = command;
        const pattern = new URLPattern({ pathname: path });
        const layers = this.#layersOf(path);
        this.#entries.push({ ...command, pattern, layers });
      }
    }
  }

  /** The first registration wins. */
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
    if (!entry) {
      return { chain: [...this.#layersOf("/"), fail(404)], params: {} };
    }

    const { pattern, layers } = entry;
    const groups = pattern.exec({ pathname })?.pathname.groups ?? {};
    const params = Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decode(value)]),
    );
    if (hit) return { chain: [...layers, hit.run, fail(404)], params };
    const nothing = () => new Response(null, { status: 204 });
    const end = method === "OPTIONS" ? nothing : fail(405);
    const allow = [...new Set(hits.flatMap(({ methods }) => methods ?? []))];
    return { chain: [...layers, end], params, allow: allow.join(", ") };
  }

  #layersOf(place: string): Middleware<S>[] {
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

/** Keeps a value with a malformed escape as it is. */
function decode(value: string = ""): string {
  try {
    return decodeURI(value);
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
}
