import { App, type Context, csp, HttpError, staticFiles } from "fresh";
import { createLog } from "./log.ts";
import { chooseLocale, withLocale } from "./domain/format/locale.ts";
import { secured, secureResponse } from "./domain/request/security.ts";
import type { Problem } from "./domain/pipeline/pipeline.ts";
import { sleep } from "./domain/time/retry.ts";
import { answerHealth } from "./routes/(_shared)/health.ts";
import { dropUnknownParameters } from "./routes/(_shared)/request.ts";
import { sharedPageKey, SharedPages } from "./start/web/shared_pages.ts";
import { define, type State } from "./state.ts";

let state: Promise<State> | undefined;
/** The same once it is there. */
let reached: State | undefined;
let findProblems: () => Problem[] = () => [];

/**
 * Provides what pages reach. Without it (`deno serve`) the first request opens it.
 *
 * @param whyNot Says what is waited for, until the state is there. @default nothing
 */
export function provideState(
  given: Promise<State>,
  whyNot: () => Problem[] = () => [],
): void {
  state = given;
  reached = undefined;
  findProblems = whyNot;
}

/** What a process answers before it is open. */
const PROBES = ["/healthz", "/readyz"];

/** How long a page waits for a process that starts. */
const START_MS = 3_000;

/** Says that the process runs, and what it waits for. */
async function answerStarting({ req, url, state }: Context<State>) {
  Object.assign(state, { findUnready: () => Promise.resolve(findProblems()) });
  const answer = PROBES.includes(url.pathname)
    ? await answerHealth({ req, state })
    : null;
  if (answer) return answer;
  throw new HttpError(503, "The process is starting");
}

const log = createLog();

/** Lets the error page log failures before the state, with its own log, is there. */
const provideLog = define.middleware((ctx) => {
  Object.assign(ctx.state, { log });
  return ctx.next();
});

const reachState = define.middleware(async (ctx) => {
  state ??= import("./start/server.ts").then((start) => start.openState());
  const isProbe = PROBES.includes(ctx.url.pathname);
  const waiting = findProblems().length > 0;
  const opened = waiting
    ? await Promise.race([state, sleep(isProbe ? 0 : START_MS)])
    : await state;
  if (!opened) return await answerStarting(ctx);
  reached = opened;
  Object.assign(ctx.state, opened);
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

const pages = new SharedPages();

/** Renders once what several ask for; outside of `csp`, whose nonces it replaces. */
const sharePages = define.middleware(async (ctx) => {
  const key = reached ? sharedPageKey(ctx.req, ctx.url) : null;
  const version = key && await reached!.readVersion().catch(() => null);
  if (!key || !version) return await ctx.next();
  return await pages.answer(key, version, () => ctx.next());
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
  .use(sharePages)
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
