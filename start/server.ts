import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { connectDatabase } from "../db/open.ts";
import { readNewestSource } from "../db/read/newest_posts.ts";
import { Feed } from "../live/feed.ts";
import type { Log } from "../log.ts";
import type { State } from "../state.ts";
import { waitAtMost } from "../workers/signals.ts";
import { createDemoBanner } from "./choose_sources.ts";
import { readHealth } from "./health.ts";
import { followNudges } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { StartError } from "./role.ts";
import { createLiveReads, createState } from "./state.ts";

/** The role web at work: it reads what others store. */
interface OpenedWeb extends AsyncDisposable {
  /** What the pages reach. */
  readonly state: State;
  /** Tells viewers to come back in a moment, and lets them go. */
  drain(): void;
}

/** Opens what pages need, and waits for nobody: what is away is not ready yet. */
export function openWeb(
  config: Config,
  parts: { log: Log; signal: AbortSignal },
): OpenedWeb {
  const opened = new AsyncDisposableStack();
  const reader = opened.use(connectDatabase(config.databaseUrl));
  const web = createWeb(config, reader, parts.log);
  const feed = opened.use(web.feed);
  let committedMs: number | null = null;
  const onNudge = () => {
    committedMs = Date.now();
    feed.notifyCommit();
  };
  const nudges = opened.use(followNudges(config, onNudge, parts));
  const state = createState(reader, {
    feed,
    readMetrics: web.metrics.read,
    readBanner: createDemoBanner(() => readNewestSource(reader.kysely)),
    source: config.natsUrl === null ? "database" : "JetStream",
    log: parts.log,
    isBrokerUp: nudges.isUp,
    flow: {
      logKind: config.natsUrl === null ? "embedded" : "JetStream",
      countWaiting: () => Promise.resolve(null),
      committedMs: () => committedMs,
      xPostsPerDay: config.xPostsPerDay,
    },
    adminToken: config.adminToken,
  });
  return {
    state,
    drain: () => feed.drain(),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** What a process that serves pages has besides its database. */
interface Web {
  readonly feed: Feed;
  readonly metrics: Metrics;
}

/** Makes the live stream over a database, and the counters of this process. */
export function createWeb(
  { pollMs, xPostsPerDay }: Pick<Config, "pollMs" | "xPostsPerDay">,
  reader: Database,
  log: Log,
): Web {
  const metrics = createMetrics(() => feed.viewers, {
    readHealth: () => readHealth(reader, xPostsPerDay),
  });
  const feed = new Feed(createLiveReads(reader), {
    pollMs,
    onEvict: () => metrics.evicted.inc(),
    onError(error) {
      metrics.pollErrors.inc();
      log("error", "cannot read what is new", { error });
    },
  });
  return { feed, metrics };
}

/** The web address of a server, as a browser takes it. */
export function formatAddress(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}/`;
}

/** How long open connections may take to end. */
const SHUTDOWN_MS = 5_000;

/** Takes no new connections, and waits a little for those that are open. */
export async function shutDown(
  server: Pick<Deno.HttpServer, "shutdown">,
): Promise<void> {
  await waitAtMost(SHUTDOWN_MS, [server.shutdown()]);
}

/** What a worker is asked for at `HEALTH_PORT`. */
export interface HealthParts {
  readonly metrics: Pick<Metrics, "read">;
  /** What cannot be reached, such as `database`; empty if all is well. */
  readonly findUnready: () => Promise<string[]>;
}

/**
 * Answers `/healthz`, `/readyz` and `/metrics` of a worker that has no pages.
 * Listens only if `HEALTH_PORT` is set, so that many may run on one machine.
 *
 * @throws {StartError} If the address cannot be listened at.
 */
export function serveHealth(
  { host, healthPort }: Pick<Config, "host" | "healthPort">,
  { metrics, findUnready }: HealthParts,
): AsyncDisposable {
  if (healthPort === null) {
    return { [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const address = { host, port: healthPort };
  return serveWeb(address, async (request) => {
    switch (new URL(request.url).pathname) {
      case "/healthz":
        return Response.json({ ok: true });
      case "/readyz": {
        const unreachable = await findUnready();
        const ok = unreachable.length === 0;
        const status = ok ? 200 : 503;
        return Response.json(ok ? { ok } : { ok, unreachable }, { status });
      }
      case "/metrics":
        return new Response(await metrics.read(), {
          headers: { "content-type": "text/plain; version=0.0.4" },
        });
    }
    return Response.json({ error: "There is no such page" }, { status: 404 });
  }, "HEALTH_PORT");
}

/**
 * Listens at once, so that a port that is taken is noticed before anything else
 * is opened. Answers are packed for whoever takes that.
 *
 * @throws {StartError} If the address cannot be listened at.
 */
export function serveWeb(
  { host, port }: Pick<Config, "host" | "port">,
  handler: Deno.ServeHandler<Deno.NetAddr>,
  setting = "PORT",
): Deno.HttpServer<Deno.NetAddr> {
  const options = {
    hostname: host,
    port,
    onListen: () => {},
    automaticCompression: true, // events, and what else says no-transform, are left as they are
  };
  try {
    return Deno.serve(options, handler);
  } catch (cause) {
    if (cause instanceof Deno.errors.AddrInUse) {
      throw new StartError(setting, String(port), "must be free", { cause });
    }
    if (cause instanceof Deno.errors.PermissionDenied) {
      const rule = "must be one that this user may listen at";
      throw new StartError(setting, String(port), rule, { cause });
    }
    const rule = "must be an address of this machine";
    throw new StartError("HOST", host, rule, { cause });
  }
}
