import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { connectDatabase } from "../db/open.ts";
import { readNewestSource } from "../db/read/newest_posts.ts";
import {
  describeReadiness,
  type Problem,
} from "../domain/pipeline/pipeline.ts";
import { waitAtMost } from "../domain/time/retry.ts";
import { Feed } from "../live/feed.ts";
import type { Log } from "../log.ts";
import type { State } from "../state.ts";
import { subscribeCommits } from "./broker.ts";
import { createDemoBanner } from "./choose_sources.ts";
import {
  type Handler,
  type HttpOptions,
  type HttpServer,
  serveHttp,
} from "./http.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { readSettings, StartError } from "./role.ts";
import { type Flow, readHealth } from "./web/health.ts";
import { createLiveReads, createState, type StateParts } from "./web/state.ts";

/** The role web at work: it reads what others store. */
interface OpenedWeb extends AsyncDisposable {
  /** What pages reach. */
  readonly state: State;
  /** Closes live streams; viewers are told when to reconnect. */
  drain(): void;
}

/** Opens what pages need, without waiting: what is away is reported as not ready. */
export function openWeb(
  config: Config,
  parts: { log: Log; signal: AbortSignal },
): OpenedWeb {
  const opened = new AsyncDisposableStack();
  const reader = opened.use(connectDatabase(config.databaseUrl));
  const web = opened.use(createWeb(config, reader, parts.log));
  const commits = opened.use(subscribeCommits(config, web.onCommit, parts));
  const hasNats = config.natsUrl !== null;
  const state = web.createState({
    readBanner: createDemoBanner(() => readNewestSource(reader.kysely)),
    source: hasNats ? "JetStream" : "database",
    isBrokerUp: commits.isUp,
    logKind: hasNats ? "JetStream" : "embedded",
    countWaiting: () => Promise.resolve(null),
  });
  return {
    state,
    drain: web.drain,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Opens what pages need from the environment alone, for `deno serve`; it stays open. */
export async function openState(): Promise<State> {
  const { config, log } = await readSettings();
  const { signal } = new AbortController();
  return openWeb(config, { log, signal }).state;
}

type WebStateParts =
  & Pick<
    StateParts,
    "readBanner" | "source" | "isBrokerUp" | "work" | "writer"
  >
  & Pick<Flow, "logKind" | "countWaiting">;

/** The live feed, metrics and state of a process that serves pages. */
export function createWeb(
  config: Pick<Config, "pollMs" | "xPostsPerDay" | "adminToken">,
  reader: Database,
  log: Log,
) {
  const { pollMs, xPostsPerDay, adminToken } = config;
  let committedMs: number | null = null;
  const metrics = createMetrics(() => feed.viewers, {
    readHealth: () => readHealth(reader, xPostsPerDay),
  });
  const feed = new Feed(createLiveReads(reader), {
    pollMs,
    onEvict: () => metrics.evicted.inc(),
    onError(error) {
      metrics.pollErrors.inc();
      log("error", "cannot poll the database", { error });
    },
  });
  return {
    metrics,
    /** Wakes the feed after a commit. */
    onCommit(): void {
      committedMs = Date.now();
      feed.notifyCommit();
    },
    createState({ logKind, countWaiting, ...parts }: WebStateParts): State {
      const readMetrics = metrics.read;
      const flow: Flow = {
        ...{ logKind, countWaiting, xPostsPerDay },
        committedMs: () => committedMs,
      };
      const common = { feed, readMetrics, log, adminToken, flow };
      return createState(reader, { ...common, ...parts });
    },
    /** Closes live streams; viewers are told when to reconnect. */
    drain: (): void => feed.drain(),
    [Symbol.dispose]: (): void => feed[Symbol.dispose](),
  };
}

/** The address of a server as a URL. */
export function formatAddress(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}/`;
}

/** How long open connections may take to end. */
const SHUTDOWN_MS = 5_000;

/** Accepts no new connections, and waits a little for the open ones. */
export async function shutDown(
  server: Pick<HttpServer, "shutdown">,
): Promise<void> {
  await waitAtMost(SHUTDOWN_MS, server.shutdown());
}

/** What {@linkcode serveHealth} answers with. */
export interface HealthParts {
  readonly metrics: Pick<Metrics, "read">;
  /** Finds what does not work. */
  readonly findUnready: () => Promise<Problem[]>;
}

/**
 * Serves `/healthz`, `/readyz` and `/metrics` for a worker without pages. Listens
 * only if `HEALTH_PORT` is set, so that many can run on one machine.
 *
 * @throws {StartError} If the address is not available.
 */
export async function serveHealth(
  { host, healthPort }: Pick<Config, "host" | "healthPort">,
  { metrics, findUnready }: HealthParts,
): Promise<AsyncDisposable> {
  if (healthPort === null) {
    return { [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const address = { host, port: healthPort };
  return await serveWeb(address, async (request) => {
    switch (new URL(request.url).pathname) {
      case "/healthz":
        return Response.json({ ok: true });
      case "/readyz": {
        const { body, status } = describeReadiness(await findUnready());
        return Response.json(body, { status });
      }
      case "/metrics":
        return new Response(await metrics.read(), {
          headers: { "content-type": "text/plain; version=0.0.4" },
        });
    }
    return Response.json({ error: "There is no such page" }, { status: 404 });
  }, { setting: "HEALTH_PORT" });
}

/**
 * Serves HTTP, compressed where the client accepts it; it listens when this resolves.
 *
 * @throws {StartError} If the address is not available.
 */
export async function serveWeb(
  { host, port }: Pick<Config, "host" | "port">,
  handler: Handler,
  options: HttpOptions & { setting?: string } = {},
): Promise<HttpServer> {
  const address = findAddress(host, port, options.setting ?? "PORT");
  return await serveHttp(address, handler, options);
}

/** How pages are served. */
export function webOptions(
  { trustProxy }: Pick<Config, "trustProxy">,
  log: Log,
): HttpOptions {
  const onError = (error: unknown) => log("error", "cannot serve", { error });
  return { trustProxy, onError };
}

/** The address as numbers; of port 0, one that is free. */
function findAddress(
  hostname: string,
  port: number,
  setting: string,
): Deno.NetAddr {
  try {
    using listener = Deno.listen({ hostname, port });
    return listener.addr;
  } catch (cause) {
    if (cause instanceof Deno.errors.AddrInUse) {
      throw new StartError(setting, String(port), "must be free", { cause });
    }
    if (cause instanceof Deno.errors.PermissionDenied) {
      const rule = "must be one that this user may listen at";
      throw new StartError(setting, String(port), rule, { cause });
    }
    const rule = "must be an address of this machine";
    throw new StartError("HOST", hostname, rule, { cause });
  }
}
