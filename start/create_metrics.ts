import { Counter, Gauge, Registry } from "prom-client";

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

/** Creates the counters of one process. */
export function createMetrics(countViewers: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({
    name: "freshet_viewers",
    help: "Open live streams",
    registers,
    collect() {
      this.set(countViewers());
    },
  });
  return {
    events: new Counter({
      name: "freshet_source_events_total",
      help: "What sources gave, by source and kind",
      labelNames: ["source", "kind"],
      registers,
    }),
    rows: new Counter({
      name: "freshet_rows_total",
      help: "Rows committed, by table",
      labelNames: ["table"],
      registers,
    }),
    retries: new Counter({
      name: "freshet_persist_retries_total",
      help: "Batches that the database did not take at the first try",
      registers,
    }),
    lastCommit: new Gauge({
      name: "freshet_last_commit_seconds",
      help: "When a batch was last committed, in seconds since the epoch",
      registers,
    }),
    evicted: new Counter({
      name: "freshet_viewers_evicted_total",
      help: "Viewers cut off for reading too slowly",
      registers,
    }),
    pollErrors: new Counter({
      name: "freshet_poll_errors_total",
      help: "Looks at the database that failed",
      registers,
    }),
    read: () => registry.metrics(),
  };
}
