import type { Config } from "../config.ts";
import { connectDatabase } from "../db/connect_database.ts";
import { readNewestSource } from "../db/read_newest_source.ts";
import type { Log } from "../log.ts";
import type { State } from "../state.ts";
import { createDemoBanner } from "./create_demo_banner.ts";
import { createState } from "./create_state.ts";
import { createWeb } from "./create_web.ts";
import { followNudges } from "./follow_nudges.ts";

/** The role web at work: it reads what others store. */
export interface OpenedWeb extends AsyncDisposable {
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
    feed.nudge();
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
