import { Context } from "./context.ts";
import { type Build, NO_BUILD } from "./load_build.ts";
import { fileRoutes } from "./routing/file_routes.ts";
import { type Layer, Router } from "./routing/router.ts";
import { answerError, runChain } from "./routing/run_chain.ts";
import type { Middleware } from "./types.ts";

/** Who asks where no server does, as in tests. */
const NOBODY: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

/** A web app: middlewares and routes, in the order in which they are told. */
export class App<S> {
  /** @internal */
  build: Build = NO_BUILD;
  readonly #told: (Layer<S> | "files")[] = [];

  /** Lays middlewares around all that is told later. */
  use(...middlewares: Middleware<S>[]): this {
    this.#told.push({ kind: "middleware", path: "/", run: middlewares });
    return this;
  }

  /** Adds the files of the routes folder. */
  fsRoutes(): this {
    this.#told.push("files");
    return this;
  }

  /** What `Deno.serve` needs. */
  handler(): (r: Request, i?: Deno.ServeHandlerInfo) => Promise<Response> {
    const { build } = this;
    const router = new Router(
      this.#told.flatMap((one) =>
        one === "files" ? fileRoutes<S>(build.routes) : [one]
      ),
    );
    return async (req, info = NOBODY) => {
      const url = new URL(req.url);
      url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/");
      const { chain, params, allow } = router.match(req.method, url.pathname);
      const ctx = new Context<S>(req, url, params, info, build);
      const response = await runChain(chain, ctx).catch(answerError);
      if (allow && [204, 405].includes(response.status)) {
        response.headers.set("allow", allow);
      }
      if (req.method !== "HEAD") return response;
      await response.body?.cancel();
      return new Response(null, response);
    };
  }
}
