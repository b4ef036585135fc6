import { Counter, Gauge, Registry } from "prom-client";
import type { Health } from "./web/health.ts";

/** What a process counts, for `/metrics`. */
export interface Metrics {
  /** What sources gave, by source and kind (`post`, `delete`, `rejected`). */
  readonly events: Counter<"source" | "kind">;
  /** Rows by table (`posts`, `skipped`). */
  readonly rows: Counter<"table">;
  /** Batches that the database did not take at the first try. */
  readonly retries: Counter;
  /** When persist last committed, in seconds since the epoch. */
  readonly lastCommit: Gauge;
  /** Viewers who were cut off for reading too slowly. */
  readonly evicted: Counter;
  /** Looks at the database that failed. */
  readonly pollErrors: Counter;
  /** Prometheus text. */
  read(): Promise<string>;
}

/** Options for {@linkcode createMetrics}. */
export interface MetricsOptions {
  /** How the sources are doing, asked for each time that metrics are read. */
  readHealth?: () => Promise<Health>;
}

/** Creates the counters of one process. */
export function createMetrics(
  countViewers: () => number,
  { readHealth }: MetricsOptions = {},
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ) => new Counter({ name, help, labelNames, registers });

  new Gauge({
    name: "freshet_viewers",
    help: "Open live streams",
    registers,
    collect() {
      this.set(countViewers());
    },
  });
  const tellHealth = readHealth && createHealthGauges(registry, readHealth);
  return {
    events: counter(
      "freshet_source_events_total",
      "What sources gave, by source and kind",
      ["source", "kind"],
    ),
    rows: counter("freshet_rows_total", "Rows committed, by table", ["table"]),
    retries: counter(
      "freshet_persist_retries_total",
      "Batches that the database did not take at the first try",
    ),
    lastCommit: new Gauge({
      name: "freshet_last_commit_seconds",
      help: "When a batch was last committed, in seconds since the epoch",
      registers,
    }),
    evicted: counter(
      "freshet_viewers_evicted_total",
      "Viewers cut off for reading too slowly",
    ),
    pollErrors: counter(
      "freshet_poll_errors_total",
      "Looks at the database that failed",
    ),
    async read() {
      await tellHealth?.();
      return await registry.metrics();
    },
  };
}

/**
 * Adds to a registry what the database says of the sources. The answer reads
 * it anew; while it cannot be read, these gauges are left out.
 */
function createHealthGauges(
  registry: Registry,
  readHealth: () => Promise<Health>,
): () => Promise<void> {
  const registers = [registry];
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ) => new Gauge({ name, help, labelNames, registers });

  const up = gauge(
    "freshet_source_up",
    "Whether a source is being read",
    ["source"],
  );
  const gaps = gauge(
    "freshet_open_gaps",
    "Interruptions of sources that are not over",
    ["source"],
  );
  const posts = gauge(
    "freshet_billed_posts",
    "Posts that a source has billed today, UTC",
    ["source"],
  );
  const limit = gauge(
    "freshet_billed_posts_limit",
    "Posts that a source may bill a day",
    ["source"],
  );
  const dollars = gauge(
    "freshet_billed_dollars",
    "What a source has billed today, UTC, in US dollars",
    ["source"],
  );

  function tell({ sources, openGaps, spending }: Health): void {
    for (const { source, state } of sources) {
      gaps.set({ source }, openGaps.filter((key) => key === source).length);
      if (state === "ended") continue;
      up.set({ source }, state === "live" || state === "reading" ? 1 : 0);
    }
    if (!spending) return;
    posts.set({ source: "x" }, spending.posts);
    dollars.set({ source: "x" }, spending.cost);
    if (spending.limit !== null) limit.set({ source: "x" }, spending.limit);
  }

  return async () => {
    const health = await readHealth().catch(() => null);
    for (const one of [up, gaps, posts, limit, dollars]) one.reset();
    if (health) tell(health);
  };
}
