import { STATUS_CODES } from "node:http";
import type { BuildSnapshot } from "./build_snapshot.ts";
import { Context } from "./context.ts";
import { HttpError } from "./http_error.ts";
import { reportError } from "./report_error.ts";
import type { RouteTable, Target } from "./routing/route_table.ts";
import type { Match } from "./routing/router.ts";
import { runMiddlewares } from "./routing/run_middlewares.ts";
import type { Middleware, ResolvedFreshConfig } from "./types.ts";

/** What stays the same from request to request. */
export interface Handling<S> {
  table: RouteTable<S>;
  snapshot: BuildSnapshot;
  config: ResolvedFreshConfig;
}

/** Answers one request; never rejects. */
export async function handleRequest<S>(
  { table, snapshot, config }: Handling<S>,
  req: Request,
  info: Deno.ServeHandlerInfo,
): Promise<Response> {
  const url = readUrl(req, config.trustProxy);
  const { match, middlewares } = plan(table, req.method, url.pathname);
  const ctx = new Context<S>({
    req,
    url,
    info,
    config,
    params: match?.params ?? {},
    route: match?.pattern ?? null,
    scope: { snapshot, app: table.app, layouts: [] },
  });

  const response = await runMiddlewares(middlewares, ctx).catch(answerError);
  if (match?.allow && [204, 405].includes(response.status)) {
    response.headers.set("allow", match.allow.join(", "));
  }
  if (req.method !== "HEAD") return response;
  await response.body?.cancel();
  return new Response(null, response);
}

/** What will run: around the route, the route, and the end if that goes on. */
function plan<S>(table: RouteTable<S>, method: string, pathname: string) {
  let match: Match<Target<S>> | null = null;
  let failure = new HttpError(404);
  try {
    match = table.router.match(method, pathname);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    failure = error;
  }
  const end: Middleware<S> = () => Promise.reject(failure);
  if (match === null) {
    return { match, middlewares: [...table.around("/"), end] };
  }
  const { around, middlewares } = match.item;
  if (match.allow === null) {
    return { match, middlewares: [...around, ...middlewares, end] };
  }
  const refuse: Middleware<S> = () => {
    if (method !== "OPTIONS") throw new HttpError(405);
    return new Response(null, { status: 204 });
  };
  return { match, middlewares: [...around, refuse] };
}

function readUrl(req: Request, trustProxy: boolean): URL {
  const url = new URL(req.url);
  url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/");
  if (!trustProxy) return url;
  const protocol = req.headers.get("x-forwarded-proto");
  const host = req.headers.get("x-forwarded-host");
  if (protocol) url.protocol = protocol;
  if (host) url.host = host;
  return url;
}

function answerError(error: unknown): Response {
  reportError(error);
  if (!(error instanceof HttpError)) {
    return new Response("Internal server error", { status: 500 });
  }
  const { message, status } = error;
  return new Response(message || STATUS_CODES[status], { status });
}
