import { Context } from "./context.ts";
import { type Build, NO_BUILD } from "./load_build.ts";
import { errorLayer } from "./routing/error_layer.ts";
import { fileRoutes } from "./routing/file_routes.ts";
import { pageAnswer } from "./routing/page_answer.ts";
import { type Answer, type Layer, Router } from "./routing/router.ts";
import { answerError, runChain } from "./routing/run_chain.ts";
import type * as types from "./types.ts";

type Middleware<S> = types.Middleware<S>;
type Page<S> = types.Route<S>;
/** Adds what answers a path; all but the last go on with `ctx.next()`. */
type Add<S, A> = (path: string, ...run: Middleware<S>[]) => A;

/** A web app: middlewares and routes, in the order in which they are told. */
export class App<S> {
  readonly config: types.ResolvedFreshConfig = {
    root: Deno.cwd(),
    basePath: "",
    mode: "production",
  };
  /** @internal */
  build: Build = NO_BUILD;
  readonly #told: (Layer<S> | Answer<S> | "files")[] = [];

  /** Lays middlewares around all that is told later, or what of it is below a path. */
  use(...middlewares: Middleware<S>[]): this;
  use(path: string, ...middlewares: Middleware<S>[]): this;
  use(...args: (string | Middleware<S>)[]): this {
    const path = typeof args[0] === "string" ? args.shift() as string : "*";
    const run = args as Middleware<S>[];
    return this.#tell({ kind: "middleware", path, run });
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
  route(path: string, page: Page<S>, config = page.config): this {
    return this.#tell(pageAnswer(path, { ...page, config }));
  }

  /** Answers errors of all that is told later below `path`; `*` is everything. */
  onError(path: string, page: Page<S> | Middleware<S>): this {
    return this.#tell(errorLayer(path, page));
  }

  /** Answers what is not there. */
  notFound(page: Page<S> | Middleware<S>): this {
    return this.#tell(errorLayer(null, page));
  }

  /** Adds the files of the routes folder. */
  fsRoutes(): this {
    return this.#tell("files");
  }

  /** What `Deno.serve` needs. */
  handler(): (r: Request, i?: Deno.ServeHandlerInfo) => Promise<Response> {
    const { build, config } = this;
    const router = new Router(
      this.#told.flatMap((one) =>
        one === "files" ? fileRoutes<S>(build.routes) : [one]
      ),
    );
    return async (req, info = NO_INFO) => {
      const url = new URL(req.url);
      url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/");
      const match = router.match(req.method, url.pathname);
      const { chain, route, params, allow } = match;
      const page = { wrapper: null, layouts: [], hasNotFound: false };
      const scope = { build, ...page };
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
    return (path, ...run) => this.#tell({ methods, path, run });
  }

  #tell(one: Layer<S> | Answer<S> | "files"): this {
    this.#told.push(one);
    return this;
  }
}

const NO_INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};
