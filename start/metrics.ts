import { Counter, Gauge, Registry } from "prom-client";
import { createHealthGauges } from "./create_health_gauges.ts";
import type { Health } from "./read_health.ts";

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
