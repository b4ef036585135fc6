import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { createFeed, type Feed } from "../live/feed.ts";
import type { Log } from "../log.ts";
import { createLiveReads } from "./create_live_reads.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { readHealth } from "./read_health.ts";

/** What a process that serves pages has besides its database. */
export interface Web {
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
  const feed = createFeed(createLiveReads(reader), {
    pollMs,
    onEvict: () => metrics.evicted.inc(),
    onError(error) {
      metrics.pollErrors.inc();
      log("error", "cannot read what is new", { error });
    },
  });
  return { feed, metrics };
}
