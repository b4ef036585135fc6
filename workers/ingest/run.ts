import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../log.ts";
import type { Broker } from "../broker/broker.ts";
import type { HoldLease } from "../broker/lease.ts";
import { createSourceHealth, type SourceHealth } from "./health.ts";
import {
  createKnownPosts,
  ingest,
  type MatchTopics,
  type Progress,
} from "./ingest.ts";
import type { Source, SourceEvent, SourceRecords } from "./sources/source.ts";

/** What a source is run with. */
export interface SourceRun {
  readonly records: SourceRecords;
  readonly broker: Pick<Broker, "publish">;
  readonly matchTopics: MatchTopics;
  readonly holdLease: HoldLease;
  readonly log: Log;
  readonly onEvent: (event: SourceEvent) => void;
  readonly signal: AbortSignal;
  /** Ends the waiting for what the log has not taken yet. */
  readonly giveUp?: AbortSignal;
  /** First wait after a failure; it doubles up to 64 times. @default {1_000} */
  readonly retryMs?: number;
}

/**
 * Ingests a source from where it was left, until it ends or `signal` aborts,
 * while no other process does. A source that fails is reported, tried again,
 * and does not take others with it.
 */
export async function runSource(source: Source, run: SourceRun): Promise<void> {
  const { holdLease, log, signal, retryMs = 1_000 } = run;
  for (let waitMs = retryMs; !signal.aborted;) {
    const startMs = performance.now();
    await using lease = await holdLease(source.key, signal);
    if (lease === null) return;
    const either = AbortSignal.any([signal, lease.lost]);
    const failed = await readSource(source, run, either);
    if (lease.lost.aborted) {
      log("warn", "another process reads the source", { source: source.key });
      continue;
    }
    if (!failed) return;
    const hasRun = performance.now() - startMs > 64 * retryMs;
    waitMs = hasRun ? retryMs : Math.min(waitMs * 2, 64 * retryMs);
    await delay(waitMs, undefined, { signal: either }).catch(() => {});
  }
}

/** Reads until the source ends or `signal` aborts; whether it failed. */
async function readSource(
  source: Source,
  run: SourceRun,
  signal: AbortSignal,
): Promise<boolean> {
  const { records, log } = run;
  const { key } = source;
  const progress: Progress = { sent: null, reached: null };
  await using health = createSourceHealth(source, records, {
    onError: (error) =>
      log("warn", "cannot write down how a source is", { source: key, error }),
    onBeat: () => keepPlace(key, progress, records),
  });
  try {
    const position = await records.readPosition(key);
    progress.sent = progress.reached = position;
    log("info", position ? "source goes on" : "source begins", {
      source: key,
      ...(position && { position }),
    });
    const parts = {
      ...run,
      known: createKnownPosts(finderOf(source, records)),
    };
    const onEvent = (event: SourceEvent) => {
      run.onEvent(event);
      follow(event, source, health, log);
    };
    const { giveUp } = run;
    await ingest(source, position, parts, signal, {
      onEvent,
      progress,
      giveUp,
    });
    if (!signal.aborted) health.end();
    log("info", "source ended", { source: key });
    return false;
  } catch (error) {
    log("error", "source failed", { source: key, error });
    health.fail(error instanceof Error ? error.message : String(error));
    return true;
  }
}

function finderOf({ name }: Source, records: SourceRecords) {
  return {
    findIds: (ids: readonly string[]) => records.findIds(name, ids),
    hasPrefix: (prefix: string) => records.hasPrefix(name, prefix),
  };
}

/** Writes down a place that no message carries, so that little is read again. */
async function keepPlace(
  key: string,
  progress: Progress,
  records: SourceRecords,
): Promise<void> {
  const { sent, reached } = progress;
  if (reached === null || reached === sent) return;
  if (await records.movePosition(key, sent, reached)) {
    if (progress.sent === sent) progress.sent = reached;
  }
}

function follow(
  event: SourceEvent,
  { key: source }: Source,
  health: SourceHealth,
  log: Log,
): void {
  if ("position" in event) return health.count();
  health.tell(event);
  switch (event.kind) {
    case "live":
      return log("info", "source is live", { source, detail: event.detail });
    case "down":
      return log("warn", "source is away", {
        source,
        why: event.why,
        retryMs: event.retryMs,
      });
    case "notice":
      if (event.detail === null) return;
      return log("warn", "source needs attention", {
        source,
        notice: event.detail,
      });
  }
}
