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
    read: () => registry.metrics(),
  };
}
