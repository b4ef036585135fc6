import type { BuildSnapshot } from "./build_snapshot.ts";
import { handleRequest } from "./handle_request.ts";
import { serve } from "./serve.ts";
import { snapshotOf } from "./equip.ts";
import { addFileRoutes } from "./routing/add_file_routes.ts";
import { addRoute } from "./routing/add_route.ts";
import { METHODS } from "./routing/router.ts";
import { RouteTable } from "./routing/route_table.ts";
import type {
  FreshConfig,
  ListenOptions,
  Method,
  Middleware,
  ResolvedFreshConfig,
  Route,
  RouteConfig,
} from "./types.ts";

type Step<S> = (table: RouteTable<S>, snapshot: BuildSnapshot) => void;

/** A web app: middlewares and routes, in the order in which they are told. */
export class App<S> {
  readonly config: ResolvedFreshConfig;
  readonly #steps: Step<S>[] = [];

  constructor(config: FreshConfig = {}) {
    const { mode = "production", trustProxy = false } = config;
    this.config = { root: Deno.cwd(), basePath: "", mode, trustProxy };
  }

  /** Adds middlewares around all that is told later. */
  use(...middlewares: Middleware<S>[]): this;
  /** Adds middlewares around `path` and all below it that is told later. */
  use(path: string, ...middlewares: Middleware<S>[]): this;
  use(first: string | Middleware<S>, ...rest: Middleware<S>[]): this {
    const [path, middlewares] = typeof first === "string"
      ? [first, rest]
      : ["*", [first, ...rest]];
    return this.#tell((table) =>
      table.segment(path).middlewares.push(...middlewares)
    );
  }

  /** Answers GET, and HEAD without a body. */
  get(path: string, ...middlewares: Middleware<S>[]): this {
    return this.#on(["GET"], path, middlewares);
  }

  /** Answers POST. */
  post(path: string, ...middlewares: Middleware<S>[]): this {
    return this.#on(["POST"], path, middlewares);
  }

  /** Answers PATCH. */
  patch(path: string, ...middlewares: Middleware<S>[]): this {
    return this.#on(["PATCH"], path, middlewares);
  }

  /** Answers PUT. */
  put(path: string, ...middlewares: Middleware<S>[]): this {
    return this.#on(["PUT"], path, middlewares);
  }

  /** Answers DELETE. */
  delete(path: string, ...middlewares: Middleware<S>[]): this {
    return this.#on(["DELETE"], path, middlewares);
  }

  /** Answers HEAD. */
  head(path: string, ...middlewares: Middleware<S>[]): this {
    return this.#on(["HEAD"], path, middlewares);
  }

  /** Answers every method. */
  all(path: string, ...middlewares: Middleware<S>[]): this {
    return this.#on(METHODS, path, middlewares);
  }

  /** Adds a page. */
  route(path: string, route: Route<S>, config?: RouteConfig): this {
    return this.#tell((table) =>
      addRoute(table, path, config ? { ...route, config } : route)
    );
  }

  /** Answers errors of `path` and all below it that is told later; `*` is everything. */
  onError(path: string, route: Route<S> | Middleware<S>): this {
    return this.#tell((table) => {
      table.segment(path).errorRoute = toRoute(route);
    });
  }

  /** Answers what is not there. */
  notFound(route: Route<S> | Middleware<S>): this {
    return this.#tell((table) => {
      table.notFound = toRoute(route);
    });
  }

  /** Adds the files of the routes folder. */
  fsRoutes(): this {
    return this.#tell((table, { routes }) => addFileRoutes(table, routes));
  }

  /** What `Deno.serve` needs. */
  handler(): (
    req: Request,
    info?: Deno.ServeHandlerInfo,
  ) => Promise<Response> {
    const snapshot = snapshotOf(this);
    const table = new RouteTable<S>();
    for (const step of this.#steps) step(table, snapshot);
    return (req, info = NO_INFO) =>
      handleRequest({ table, snapshot, config: this.config }, req, info);
  }

  /** Serves until `options.signal` aborts; without a port, on the first free one of 8000 to 8019. */
  listen(options: ListenOptions = {}): Promise<void> {
    return serve(this.handler(), options);
  }

  #on(
    methods: readonly Method[],
    path: string,
    middlewares: readonly Middleware<S>[],
  ): this {
    return this.#tell((table) => table.add(methods, path, middlewares));
  }

  #tell(step: Step<S>): this {
    this.#steps.push(step);
    return this;
  }
}

const NO_INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

function toRoute<S>(route: Route<S> | Middleware<S>): Route<S> {
  return typeof route === "function" ? { handler: route } : route;
}
