import { HttpError } from "../http_error.ts";
import { renderRoute } from "../rendering/render_route.ts";
import type { Method, Middleware, Route } from "../types.ts";
import { showOnError } from "./show_on_error.ts";

type Kind = "page" | "error" | "middleware";
/** The order of layers on one path, from outside in. */
const KINDS: Kind[] = ["page", "error", "middleware"];

interface Wrap<S> {
  path: string;
  rank: number;
  layers: Middleware<S>[];
}

interface Entry<S> {
  pattern: URLPattern;
  isStatic: boolean;
  /** Null if all. */
  methods: Method[] | null;
  around: Middleware<S>[];
  answer: Middleware<S>[];
}

/** What answers a request. */
export interface Match<S> {
  /** What runs, outermost first. */
  chain: Middleware<S>[];
  /** The pattern that matched; null if none did. */
  route: string | null;
  params: Record<string, string>;
  /** The methods that the path has, if the one asked for is not among them. */
  allow?: string;
}

/** All that an app was told; what is told later does not wrap what was told before. */
export class RouteTable<S> {
  readonly #wraps: Wrap<S>[] = [];
  readonly #entries: Entry<S>[] = [];
  #hasNotFound = false;

  /** Lays `layers` around all that is told later at a path and below. */
  wrap(at: string, kind: Kind, layers: Middleware<S>[]): void {
    const path = normalize(at);
    const rank = path.length * KINDS.length + KINDS.indexOf(kind);
    this.#wraps.push({ path, rank, layers });
  }

  /** Shows `route` when what is told later below `path` fails. */
  onError(path: string, route: Route<S>): void {
    const isMine = (status: number) => status !== 404 || !this.#hasNotFound;
    this.wrap(path, "error", [showOnError(route, isMine)]);
  }

  /** Shows `route` for all that is not there. */
  notFound(route: Route<S>): void {
    this.#hasNotFound = true;
    this.wrap("*", "error", [showOnError(route, (status) => status === 404)]);
  }

  /** Adds what answers `pathname`; what lies around `place` lies around it. */
  add(
    methods: Method[] | null,
    pathname: string,
    answer: Middleware<S>[],
    place: string = pathname,
  ): void {
    const pattern = new URLPattern({ pathname });
    const isStatic = !/[:*?+{(]/.test(pathname);
    const around = this.#around(place);
    this.#entries.push({ pattern, isStatic, methods, around, answer });
  }

  /** Adds a page for the methods that it handles. */
  addPage(pathname: string, page: Route<S>, place: string = pathname): void {
    const { handler = {}, component, config } = page;
    const own = Object.keys(handler) as Method[];
    if (component) own.push("GET");
    const methods = typeof handler === "function" ? null : own;
    const pattern = config?.routeOverride ?? pathname;
    this.add(methods, pattern, [(ctx) => renderRoute(page, ctx, 200)], place);
  }

  /** Finds what was told first, exact paths before patterns. */
  match(method: string, { pathname }: URL): Match<S> {
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
    const { pattern, around, answer } = entry;
    const route = pattern.pathname;
    const groups = pattern.exec({ pathname })?.pathname.groups ?? {};
    const params = Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decode(value)]),
    );
    if (hit) return { chain: [...around, ...answer, fail(404)], route, params };

    const nothing = () => new Response(null, { status: 204 });
    const end = method === "OPTIONS" ? nothing : fail(405);
    const methods = new Set(hits.flatMap(({ methods }) => methods ?? []));
    const allow = [...methods].join(", ");
    return { chain: [...around, end], route, params, allow };
  }

  #around(place: string): Middleware<S>[] {
    return this.#wraps
      .filter(({ path }) => normalize(place).startsWith(path))
      .sort((a, b) => a.rank - b.rank)
      .flatMap(({ layers }) => layers);
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
