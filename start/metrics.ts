import { Counter, Gauge, Registry } from "prom-client";
import type { Health } from "./web/health.ts";

/** Metrics of a process, for `/metrics`. */
export interface Metrics {
  /** Events of sources, by source and kind (`post`, `delete`, `rejected`). */
  readonly events: Counter<"source" | "kind">;
  /** Rows by table (`posts`, `skipped`). */
  readonly rows: Counter<"table">;
  /** Batches that the database did not take at the first try. */
  readonly retries: Counter;
  /** When persist last committed, in seconds since the epoch. */
  readonly lastCommit: Gauge;
  /** Viewers who were disconnected for reading too slowly. */
  readonly evicted: Counter;
  /** Polls of the database that failed. */
  readonly pollErrors: Counter;
  /** Prometheus text. */
  read(): Promise<string>;
}

/** Options for {@linkcode createMetrics}. */
interface MetricsOptions {
  /** Reads the health of sources, each time that metrics are read. */
  readHealth?: () => Promise<Health>;
}

/** Creates the metrics of one process. */
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
  const updateHealth = readHealth && createHealthGauges(registry, readHealth);
  return {
    events: counter(
      "freshet_source_events_total",
      "Events of sources, by source and kind",
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
      "Viewers disconnected for reading too slowly",
    ),
    pollErrors: counter(
      "freshet_poll_errors_total",
      "Polls of the database that failed",
    ),
    async read() {
      await updateHealth?.();
      return await registry.metrics();
    },
  };
}

/** Gauges of the sources' health; left out while the database cannot be read. */
function createHealthGauges(
  registry: Registry,
  readHealth: () => Promise<Health>,
): () => Promise<void> {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["source"], registers: [registry] });
  const up = gauge("freshet_source_up", "Whether a source is being read");
  const gaps = gauge("freshet_open_gaps", "Interruptions of sources, now");
  const posts = gauge("freshet_billed_posts", "Posts billed today, UTC");
  const limit = gauge(
    "freshet_billed_posts_limit",
    "Posts billed a day at most",
  );
  const dollars = gauge(
    "freshet_billed_dollars",
    "US dollars billed today, UTC",
  );

  function update({ sources, openGaps, spending }: Health): void {
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
    if (health) update(health);
  };
}
