import { backoffMs, retry, sleep } from "../../domain/time/retry.ts";
import type { Log } from "../../log.ts";
import { type Broker, LogLostError } from "../broker/broker.ts";
import { EXPIRED, type HoldLease } from "../broker/lease.ts";
import { createSourceHealth, type SourceHealth } from "./health.ts";
import {
  createIngestedPosts,
  ingest,
  type MatchTopics,
  type Progress,
} from "./ingest.ts";
import type { Source, SourceEvent, SourceRecords } from "./sources/source.ts";

/** What {@linkcode runSource} works with. */
export interface SourceRun {
  readonly records: SourceRecords;
  readonly broker: Pick<Broker, "publish" | "lost">;
  readonly matchTopics: MatchTopics;
  readonly holdLease: HoldLease;
  readonly log: Log;
  readonly onEvent: (event: SourceEvent) => void;
  readonly signal: AbortSignal;
  /** Stops waiting for messages that the log has not acknowledged. */
  readonly giveUp?: AbortSignal;
  /** Whether a failure is thrown instead of retried. @default {false} */
  readonly isOnce?: boolean;
  /** First wait after a failure; later ones double up to 64 times as long. @default {1_000} */
  readonly retryMs?: number;
}

/**
 * Runs a source until `signal` aborts. It resumes from its stored position when
 * the log is lost, even if it had ended: not all of it may be stored.
 */
export async function followSource(
  source: Source,
  run: SourceRun,
): Promise<void> {
  const { signal } = run;
  while (!signal.aborted) {
    const over = AbortSignal.any([signal, run.broker.lost]);
    await runSource(source, run);
    await sleep(Infinity, over);
  }
}

/**
 * Ingests a source from its stored position until it ends, the log is lost or
 * `signal` aborts, in one process at a time. A source that fails is logged and
 * retried; others are not affected.
 */
export async function runSource(source: Source, run: SourceRun): Promise<void> {
  const { holdLease, log, signal, retryMs = 1_000 } = run;
  const { lost } = run.broker;
  const backoff = { baseMs: retryMs, maxMs: 64 * retryMs, jitter: 0 };
  const over = AbortSignal.any([signal, lost]);
  for (let failures = 0; !over.aborted;) {
    const startMs = performance.now();
    await using lease = await holdLease(source.key, over);
    if (lease === null) return;
    const either = AbortSignal.any([over, lease.lost]);
    const failed = await readSource(source, run, lost, either);
    if (lease.lost.aborted) {
      const what = lease.lost.reason === EXPIRED
        ? "the lease could not be renewed"
        : "another process took the source over";
      log("warn", what, { source: source.key });
      continue;
    }
    if (!failed) return;
    const wasSteady = performance.now() - startMs > backoff.maxMs;
    failures = wasSteady ? 1 : failures + 1;
    await sleep(backoffMs(failures, backoff), either);
  }
}

/** Reads until the source ends or `signal` aborts; whether it failed. */
async function readSource(
  source: Source,
  run: SourceRun,
  lost: AbortSignal,
  signal: AbortSignal,
): Promise<boolean> {
  const { records, log } = run;
  const { key } = source;
  const progress: Progress = { sent: null, reached: null };
  await using health = createSourceHealth(source, records, {
    onError: (error) =>
      log("warn", "cannot record the state of the source", {
        source: key,
        error,
      }),
    onHeartbeat: () => savePosition(key, progress, records),
  });
  // What follows a lost message must not move the position on in the next log.
  const publish: Broker["publish"] = (message) =>
    lost.aborted ? Promise.reject(lost.reason) : run.broker.publish(message);
  try {
    const position = await records.readPosition(key);
    progress.sent = progress.reached = position;
    log("info", position ? "source resumed" : "source started", {
      source: key,
      ...(position && { position }),
    });
    const ingested = createIngestedPosts(source.name, records);
    const refused = createRefusalLog(key, log);
    const onEvent = (event: SourceEvent) => {
      run.onEvent(event);
      if (event.kind === "rejected") refused.add(event);
      reportEvent(event, source, health, log);
    };
    const parts = { ...run, broker: { publish }, ingested };
    await ingest(source, position, parts, signal, {
      onEvent,
      progress,
      giveUp: run.giveUp,
    });
    lost.throwIfAborted();
    refused.end();
    if (!signal.aborted) health.end();
    log("info", "source ended", { source: key });
    return false;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof LogLostError) {
      log("warn", "source goes back to its stored position", {
        source: key,
        error,
      });
      health.fail(why, await findLoss(error, run));
    } else {
      log("error", "source failed", { source: key, error });
      health.fail(why);
      if (run.isOnce) throw error;
    }
    return true;
  }
}

/** Different reasons that are logged of one run. */
const MAX_REASONS = 20;

/** Logs each reason for which a source's input was refused once, with its first example. */
function createRefusalLog(source: string, log: Log) {
  const reasons = new Set<string>();
  let count = 0;
  return {
    add({ detail, place }: Extract<SourceEvent, { kind: "rejected" }>): void {
      count++;
      if (reasons.has(detail) || reasons.size === MAX_REASONS) return;
      reasons.add(detail);
      log("warn", "refused", { source, detail, ...(place && { place }) });
    },
    end(): void {
      if (count > 0) log("warn", "refused in all", { source, count });
    },
  };
}

/** From when on messages of a lost log are missing, in milliseconds since the epoch. */
async function findLoss(
  { created }: LogLostError,
  { records, signal }: SourceRun,
): Promise<number> {
  const storedMs = await retry(() => records.readLastReceived(created), {
    ...{ baseMs: 200, maxMs: 5_000, signal },
    isTransient: () => true,
  });
  return storedMs ?? Date.parse(created);
}

/** Saves a position that no message carries, so that little is read again. */
async function savePosition(
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

/** Passes an event to the health record, and a change of state to the log. */
function reportEvent(
  event: SourceEvent,
  { key: source }: Source,
  health: SourceHealth,
  log: Log,
): void {
  if ("position" in event) return health.count(event.kind);
  health.report(event);
  switch (event.kind) {
    case "live":
      return log("info", "source connected", { source, detail: event.detail });
    case "down":
      return log("warn", "source disconnected", {
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
