import { Context } from "./context.ts";
import { type Build, NO_BUILD } from "./load_build.ts";
import { addFileRoutes } from "./routing/add_file_routes.ts";
import { RouteTable } from "./routing/route_table.ts";
import { answerError, runChain } from "./routing/run_chain.ts";
import type * as types from "./types.ts";

type Middleware<S> = types.Middleware<S>;
type Route<S> = types.Route<S>;
/** Adds what answers a path; all but the last go on with `ctx.next()`. */
type Add<S, A> = (path: string, ...answer: Middleware<S>[]) => A;

/** A web app: middlewares and routes, in the order in which they are told. */
export class App<S> {
  readonly config: types.ResolvedFreshConfig = {
    root: Deno.cwd(),
    basePath: "",
    mode: "production",
  };
  /** @internal */
  build: Build = NO_BUILD;
  readonly #steps: ((table: RouteTable<S>) => void)[] = [];

  /** Lays middlewares around all that is told later, or what of it is below a path. */
  use(...middlewares: Middleware<S>[]): this;
  use(path: string, ...middlewares: Middleware<S>[]): this;
  use(...args: (string | Middleware<S>)[]): this {
    const path = typeof args[0] === "string" ? args.shift() as string : "*";
    const layers = args as Middleware<S>[];
    return this.#tell((table) => table.wrap(path, "middleware", layers));
  }

  /** Answers GET, and HEAD without a body. */
  readonly get: Add<S, this> = this.#on(["GET"]);
  /** Answers POST. */
  readonly post: Add<S, this> = this.#on(["POST"]);
  /** Answers PATCH. */
  readonly patch: Add<S, this> = this.#on(["PATCH"]);
  /** Answers DELETE. */
  readonly delete: Add<S, this> = this.#on(["DELETE"]);
  /** Answers every method. */
  readonly all: Add<S, this> = this.#on(null);

  /** Adds a page. */
  route(path: string, page: Route<S>, config?: types.RouteConfig): this {
    const merged = { ...page, config: { ...page.config, ...config } };
    return this.#tell((table) => table.addPage(path, merged));
  }

  /** Answers errors of all that is told later below `path`; `*` is everything. */
  onError(path: string, route: Route<S> | Middleware<S>): this {
    return this.#tell((table) => table.onError(path, toRoute(route)));
  }

  /** Answers what is not there. */
  notFound(route: Route<S> | Middleware<S>): this {
    return this.#tell((table) => table.notFound(toRoute(route)));
  }

  /** Adds the files of the routes folder. */
  fsRoutes(): this {
    return this.#tell((table) => addFileRoutes(table, this.build.routes));
  }

  /** What `Deno.serve` needs. */
  handler(): (r: Request, i?: Deno.ServeHandlerInfo) => Promise<Response> {
    const { build, config } = this;
    const table = new RouteTable<S>();
    for (const step of this.#steps) step(table);
    return async (req, info = NO_INFO) => {
      const url = new URL(req.url);
      url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/");
      const { chain, route, params, allow } = table.match(req.method, url);
      const scope = { build, wrapper: null, layouts: [] };
      const ctx = new Context<S>(req, url, info, config, route, params, scope);
      const response = await runChain(chain, ctx).catch(answerError);
      if (allow && [204, 405].includes(response.status)) {
        response.headers.set("allow", allow);
      }
      if (req.method !== "HEAD") return response;
      await response.body?.cancel();
      return new Response(null, response);
    };
  }

  /** Serves until `options.signal` aborts. */
  async listen(options: types.ListenOptions = {}): Promise<void> {
    await Deno.serve(options, this.handler()).finished;
  }

  #on(methods: types.Method[] | null): Add<S, this> {
    return (path, ...answer) =>
      this.#tell((table) => table.add(methods, path, answer));
  }

  #tell(step: (table: RouteTable<S>) => void): this {
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
