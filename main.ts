import { App, csp, staticFiles } from "fresh";
import { createLog } from "./log.ts";
import { chooseLocale, withLocale } from "./domain/format/locale.ts";
import { secured, secureResponse } from "./domain/request/security.ts";
import { dropUnknownParameters } from "./routes/(_shared)/request.ts";
import { define, type State } from "./state.ts";

let state: Promise<State> | undefined;

/** Provides what pages reach. Without it (`deno serve`) the first request opens it. */
export function provideState(given: Promise<State>): void {
  state = given;
}

const log = createLog();

/** Lets the error page log failures before the state, with its own log, is there. */
const provideLog = define.middleware((ctx) => {
  Object.assign(ctx.state, { log });
  return ctx.next();
});

const reachState = define.middleware(async (ctx) => {
  state ??= import("./start/server.ts").then((start) => start.openState());
  Object.assign(ctx.state, await state);
  return await ctx.next();
});

/** Pages vary with their viewer's locale and theme. */
const secureHeaders = define.middleware(async (ctx) => {
  const response = secureResponse(await ctx.next(), ctx.url);
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    response.headers.set("vary", "accept-language, cookie");
  }
  return response;
});

/** Sets the viewer's locale for pages; the API is the same for all. */
const localize = define.middleware((ctx) => {
  if (ctx.url.pathname.startsWith("/api/")) return ctx.next();
  const locale = chooseLocale(ctx.req.headers.get("accept-language"));
  return withLocale(locale, () => ctx.next());
});

const readAddress = define.middleware((ctx) => {
  dropUnknownParameters(ctx.url);
  return ctx.next();
});

/** The web app: pages and endpoints from `routes/`. */
export const app = new App<State>()
  .use(provideLog)
  .use(secureHeaders)
  .use(staticFiles())
  .use(csp({ useNonce: true }))
  .use(readAddress)
  .use(reachState)
  .use(localize)
  .fsRoutes();

export default {
  /** Answers a request from what `dev.ts build` wrote. */
  fetch: secured<Deno.ServeHandlerInfo>(async (request, info) => {
    const built = new URL("./_fresh/server.js", import.meta.url).href;
    const { default: server } = await import(built);
    return await server.fetch(request, info);
  }, (error) => log("error", "request failed", { error })),
};
