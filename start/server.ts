import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { connectDatabase } from "../db/open.ts";
import { readCounters } from "../db/read/counters.ts";
import { readNewestSource } from "../db/read/posts.ts";
import { waitAtMost } from "../domain/time/retry.ts";
import { Feed } from "../live/feed.ts";
import { secured } from "../domain/request/security.ts";
import type { Log } from "../log.ts";
import { answerHealth } from "../routes/(_shared)/health.ts";
import type { State } from "../state.ts";
import { subscribeCommits } from "./broker.ts";
import { createDemoBanner } from "./choose_sources.ts";
import {
  type Handler,
  type HttpOptions,
  type HttpServer,
  serveHttp,
} from "./web/http.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { readSettings, StartError } from "./role.ts";
import { cacheAnswer, readHealth } from "./web/health.ts";
import { findUnready, type WorkWatch } from "./web/readiness.ts";
import { createLiveReads, createState } from "./web/state.ts";

/** The role web at work: it reads what others store. */
interface OpenedWeb extends AsyncDisposable {
  /** What pages reach. */
  readonly state: State;
  /** Closes live streams; viewers learn when to reconnect. */
  drain(): void;
}

/** Opens what pages need, without waiting: what is away is reported as not ready. */
export function openWeb(
  config: Config,
  parts: { log: Log; signal: AbortSignal },
): OpenedWeb {
  const opened = new AsyncDisposableStack();
  const reader = opened.use(connectDatabase(config.databaseUrl));
  const replica = opened.use(connectReplica(config));
  const web = opened.use(createWeb(config, reader, parts.log));
  const commits = opened.use(subscribeCommits(config, web.onCommit, parts));
  const hasNats = config.natsUrl !== null;
  const state = createState(reader, {
    ...web.parts,
    replica,
    readBanner: createDemoBanner(() => readNewestSource(reader.kysely)),
    source: hasNats ? "JetStream" : "database",
    isBrokerUp: commits.isUp,
    logKind: hasNats ? "JetStream" : "embedded",
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

/** Opens the replica that takes reads; null if there is none. */
export function connectReplica(
  { databaseReadUrl }: Pick<Config, "databaseReadUrl">,
): Database | null {
  return databaseReadUrl === null ? null : connectDatabase(databaseReadUrl);
}

/** Topics that have metrics: the oldest ones. */
const MAX_TOPICS = 100;

/** The live feed and metrics of a process that serves pages. */
export function createWeb(
  config: Pick<Config, "pollMs" | "xPostsPerDay" | "adminToken">,
  reader: Database,
  log: Log,
) {
  const { pollMs, xPostsPerDay, adminToken } = config;
  let committedMs: number | null = null;
  const metrics = createMetrics(() => feed.viewers, {
    readHealth: () => readHealth(reader, xPostsPerDay),
    readCounters: cacheAnswer(() => readCounters(reader.kysely, MAX_TOPICS)),
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
    /** For {@linkcode createState}. */
    parts: {
      ...{ feed, log, adminToken, xPostsPerDay, readMetrics: metrics.read },
      committedMs: () => committedMs,
    },
    /** Closes live streams; viewers learn when to reconnect. */
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

/** What a worker has opened so far; what is missing is not ready. */
export interface Opened {
  /** Its work, which may fail or hang. */
  readonly work: WorkWatch;
  db?: Pick<Database, "kysely">;
  broker?: { readonly isUp: boolean };
}

/** What {@linkcode serveHealth} answers with. */
export interface HealthParts {
  readonly metrics: Pick<Metrics, "read">;
  readonly opened: Opened;
  readonly log: Log;
}

/**
 * Serves `/healthz`, `/readyz` and `/metrics` for a worker without pages. Listens
 * only if `HEALTH_PORT` is set, so that many can run on one machine; right away,
 * so that a taken port is noticed before the worker waits for anything.
 *
 * @throws {StartError} If the address is not available.
 */
export async function serveHealth(
  { host, healthPort }: Pick<Config, "host" | "healthPort">,
  { metrics, opened, log }: HealthParts,
): Promise<AsyncDisposable> {
  if (healthPort === null) {
    return { [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const state = {
    findUnready: () =>
      findUnready(opened.db, {
        isBrokerUp: () => opened.broker?.isUp ?? false,
        work: opened.work,
      }),
    readMetrics: metrics.read,
  };
  const answer = async (req: Request): Promise<Response> =>
    await answerHealth({ req, state }) ??
      Response.json({ error: "There is no such page" }, { status: 404 });
  const onError = (error: unknown) => log("error", "request failed", { error });
  const address = { host, port: healthPort };
  return await serveWeb(address, secured(answer, onError), {
    setting: "HEALTH_PORT",
    onError,
  });
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
