import { type Build, NO_BUILD } from "./build.ts";
import { answerError, Context, type Middleware } from "./context.ts";
import { fileRoutes } from "./file_routes.ts";
import { type Layer, Router } from "./router.ts";

/** The client's address where there is no server, as in tests. */
const NO_SERVER: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 0 },
  completed: Promise.resolve(),
};

/** A web app: middlewares and routes, in the order of their registration. */
export class App<S> {
  /** @internal */
  build: Build = NO_BUILD;
  readonly #commands: (Layer<S> | "files")[] = [];

  /** Wraps everything that is registered later in middlewares. */
  use(...middlewares: Middleware<S>[]): this {
    this.#commands.push({ kind: "middleware", path: "/", run: middlewares });
    return this;
  }

  /** Adds the files of the routes folder. */
  fsRoutes(): this {
    this.#commands.push("files");
    return this;
  }

  /** The handler for `Deno.serve`. */
  handler(): (r: Request, i?: Deno.ServeHandlerInfo) => Promise<Response> {
    const { build } = this;
    const router = new Router(
      this.#commands.flatMap((command) =>
        command === "files" ? fileRoutes<S>(build.routes) : [command]
      ),
    );
    return async (req, info = NO_SERVER) => {
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

/** Runs `chain`, each around the next; the last one must answer. */
async function runChain<S>(
  [first, ...rest]: readonly Middleware<S>[],
  ctx: Context<S>,
): Promise<Response> {
  ctx.next = () => runChain(rest, ctx);
  try {
    const response = await first!(ctx);
    if (response instanceof Response) return response;
    throw new TypeError(`Cannot answer ${ctx.url.pathname}: not a Response`);
  } catch (error) {
    ctx.error = error;
    throw error;
  }
}
