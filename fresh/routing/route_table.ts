import type { Method, Middleware, Route, RouteComponent } from "../types.ts";
import { enterSegment } from "./enter_segment.ts";
import { Router } from "./router.ts";
import type { Layout } from "./scope.ts";

/** What belongs to a part of a path, and to everything below it. */
export interface Segment<S> {
  readonly children: Map<string, Segment<S>>;
  readonly middlewares: Middleware<S>[];
  layout: Layout | null;
  errorRoute: Route<S> | null;
}

/** A route with all that lies around it. */
export interface Target<S> {
  /** From the root inwards. */
  around: readonly Middleware<S>[];
  /** The route itself. */
  middlewares: readonly Middleware<S>[];
}

/** All that an app was told; what is told later does not wrap what was told before. */
export class RouteTable<S> {
  readonly router: Router<Target<S>> = new Router();
  app: RouteComponent<S> | null = null;
  notFound: Route<S> | null = null;
  readonly #root: Segment<S> = emptySegment();

  /** The segment of `path`; that of `*` and `/` is the root. */
  segment(path: string): Segment<S> {
    return this.#walk(path).at(-1)!;
  }

  /** Adds a route; `place` says which segments lie around it. */
  add(
    methods: readonly Method[],
    pattern: string,
    middlewares: readonly Middleware<S>[],
    place: string = pattern,
  ): void {
    const around = this.around(place);
    this.router.add(methods, pattern, { around, middlewares });
  }

  /** What lies around `path` by now. */
  around(path: string): Middleware<S>[] {
    return this.#walk(path).flatMap((segment) => [
      enterSegment(this, { ...segment }, segment === this.#root),
      ...segment.middlewares,
    ]);
  }

  #walk(path: string): Segment<S>[] {
    const segments = [this.#root];
    for (const part of path.replaceAll(/\{[^}]*\}\?/g, "").split("/")) {
      if (part === "" || part === "*") continue;
      const { children } = segments.at(-1)!;
      const child = children.get(part) ?? emptySegment();
      children.set(part, child);
      segments.push(child);
    }
    return segments;
  }
}

function emptySegment<S>(): Segment<S> {
  return {
    children: new Map(),
    middlewares: [],
    layout: null,
    errorRoute: null,
  };
}
