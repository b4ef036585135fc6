import { Counter, Gauge, Registry } from "prom-client";
import type { TopicCounters } from "../db/read/counters.ts";
import type { Health } from "./web/health.ts";

/** Metrics of a process, for `/metrics`. */
export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Creates the metrics of one process.
 *
 * @param readHealth Reads the health of sources, each time that metrics are read;
 * its gauges are left out while it fails; so are those of topics.
 */
export function createMetrics(
  countViewers: () => number,
  { readHealth, readCounters }: {
    readHealth?: () => Promise<Health>;
    readCounters?: () => Promise<readonly TopicCounters[]>;
  } = {},
) {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: Label[] = [],
  ) => new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, registers });
  const bySource = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ["source"], registers });

  const viewers = gauge("freshet_viewers", "Open live streams");
  const up = bySource("freshet_source_up", "Whether a source is being read");
  const gaps = bySource("freshet_open_gaps", "Interruptions of sources, now");
  const posts = bySource("freshet_billed_posts", "Posts billed today, UTC");
  const limit = bySource(
    "freshet_billed_posts_limit",
    "Posts billed a day at most",
  );
  const dollars = bySource(
    "freshet_billed_dollars",
    "US dollars billed today, UTC",
  );

  function setHealth({ sources, openGaps, spending }: Health): void {
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

  const topics = readCounters && createTopicMetrics(registers);

  return {
    /** By kind: `post`, `delete`, `rejected` and others. */
    events: counter(
      "freshet_source_events_total",
      "Events of sources, by source and kind",
      ["source", "kind"],
    ),
    /** By table: `posts`, `skipped`. */
    rows: counter("freshet_rows_total", "Rows committed, by table", ["table"]),
    retries: counter(
      "freshet_persist_retries_total",
      "Batches that the database did not take at the first try",
    ),
    lastCommit: gauge(
      "freshet_last_commit_seconds",
      "When a batch was last committed, in seconds since the epoch",
    ),
    evicted: counter(
      "freshet_viewers_evicted_total",
      "Viewers disconnected for reading too slowly",
    ),
    pollErrors: counter(
      "freshet_poll_errors_total",
      "Polls of the database that failed",
    ),
    /** Prometheus text. */
    async read(): Promise<string> {
      viewers.set(countViewers());
      const health = await readHealth?.().catch(() => null);
      for (const one of [up, gaps, posts, limit, dollars]) one.reset();
      if (health) setHealth(health);
      topics?.(await readCounters!().catch(() => []));
      return await registry.metrics();
    },
  };
}

/** Makes the metrics of topics; what it returns sets them, as the database has them. */
function createTopicMetrics(registers: Registry[]) {
  const labelNames = ["topic"] as const;
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames, registers });
  const posts = counter("freshet_topic_posts_total", "Posts of a topic");
  const positive = counter(
    "freshet_topic_positive_total",
    "Posts that the scorer decided are positive",
  );
  const negative = counter(
    "freshet_topic_negative_total",
    "Posts that the scorer decided are negative",
  );
  const score = gauge("freshet_topic_score_sum", "Sum of the scores of posts");
  const last = gauge(
    "freshet_topic_last_post_seconds",
    "Time of the newest post, in seconds since the epoch",
  );
  return (counters: readonly TopicCounters[]): void => {
    for (const one of [posts, positive, negative, score, last]) one.reset();
    for (const { topic, lastPost, ...counts } of counters) {
      posts.inc({ topic }, counts.posts);
      positive.inc({ topic }, counts.positive);
      negative.inc({ topic }, counts.negative);
      score.set({ topic }, counts.score);
      if (lastPost !== null) last.set({ topic }, lastPost);
    }
  };
}
