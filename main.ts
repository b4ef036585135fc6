import { App, csp, staticFiles } from "fresh";
import { createLog } from "./log.ts";
import { define, type State } from "./state.ts";

let state: Promise<State> | undefined;

/** Says what the pages reach. Who serves only pages (`deno serve`) need not: they open it by themselves. */
export function provideState(given: Promise<State>): void {
  state = given;
}

const log = createLog();

/** Lets the error page log what fails before the state is there, which has its own log. */
const provideLog = define.middleware((ctx) => {
  Object.assign(ctx.state, { log });
  return ctx.next();
});

const reachState = define.middleware(async (ctx) => {
  state ??= import("./start/server.ts").then((start) => start.openState());
  Object.assign(ctx.state, await state);
  return await ctx.next();
});

/**
 * Headers that every answer carries. Pages are written as their viewers write
 * numbers and times. Charts that are made for it may stand
 * within any page, all else only within our own; plain http stays plain http.
 */
const secureHeaders = define.middleware(async (ctx) => {
  const response = await ctx.next();
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "strict-origin-when-cross-origin");
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    response.headers.set("vary", "accept-language, cookie");
  }
  const policy = response.headers.get("content-security-policy");
  if (policy !== null) {
    const around = ctx.url.pathname.startsWith("/embed/") ? "*" : "'self'";
    const framed = policy
      .replace(/frame-ancestors [^;]*/, `frame-ancestors ${around}`);
    const changed = ctx.url.protocol === "http:"
      ? framed.replace(/;?\s*upgrade-insecure-requests/, "")
      : framed;
    response.headers.set("content-security-policy", changed);
  }
  return response;
});

/** The web app: pages and endpoints from `routes/`. */
export const app = new App<State>()
  .use(provideLog)
  .use(staticFiles())
  .use(secureHeaders)
  .use(csp({ useNonce: true }))
  .use(reachState)
  .fsRoutes();

export default {
  /** Answers a request with what `dev.ts build` made. */
  async fetch(
    request: Request,
    info?: Deno.ServeHandlerInfo,
  ): Promise<Response> {
    const built = new URL("./_fresh/server.js", import.meta.url).href;
    const { default: server } = await import(built);
    return await server.fetch(request, info);
  },
};
