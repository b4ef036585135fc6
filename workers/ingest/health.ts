import type { SourceRecord } from "../../domain/pipeline/pipeline.ts";
import type {
  PostEvent,
  Source,
  SourceRecords,
  SourceStatus,
} from "./sources/source.ts";

/** Options for {@linkcode createSourceHealth}. */
export interface SourceHealthOptions {
  /** From one heartbeat to the next. @default {5_000} */
  heartbeatMs?: number;
  /** @default {Date.now} */
  now?: () => number;
  /** Called with each failed write; it is retried. */
  onError?: (error: unknown) => void;
  /** Runs at each heartbeat, after the record is written. */
  onHeartbeat?: () => Promise<void>;
}

/** See {@linkcode createSourceHealth}. */
export type SourceHealth = ReturnType<typeof createSourceHealth>;

/** States in which nothing may be missed. */
const FOLLOWED: ReadonlySet<SourceRecord["state"]> = new Set(["live", "down"]);

/**
 * Records the state of one run of a source, and each interruption as a gap. Changes are written in their order, and retried
 * until the database takes them; at the end there is one last try.
 */
export function createSourceHealth(
  { key, name }: Pick<Source, "key" | "name">,
  records: SourceRecords,
  options: SourceHealthOptions = {},
) {
  const { heartbeatMs = 5_000, now = Date.now } = options;
  const { onError = () => {}, onHeartbeat = () => Promise.resolve() } = options;
  const gaps = createGapRecorder(key, records);
  const rateOf = createRate();
  let posts = 0;
  let hasBegun = false;
  let record = newRecord(key, name, now());

  async function begin(): Promise<void> {
    const last = await records.readRecord(key);
    if (last && FOLLOWED.has(last.state)) gaps.unreadSinceMs = last.seenMs;
    hasBegun = true;
  }

  async function write(): Promise<void> {
    if (!hasBegun) await begin();
    await gaps.write();
    // Until the source reports again, the last record before the restart stands.
    const isKept = record.state === "starting" && gaps.unreadSinceMs !== null;
    if (!isKept) await records.writeRecord({ ...record, seenMs: now() });
    await onHeartbeat();
  }

  let writing: Promise<void> = Promise.resolve();
  const writeNext = () => writing = writing.then(write).catch(onError);

  function change(change: Partial<SourceRecord>): void {
    const isNew = "state" in change && change.state !== record.state;
    record = { ...record, ...change, ...(isNew && { changedMs: now() }) };
  }

  function down(atMs: number, why: string, retryMs: number): void {
    gaps.open(atMs, why);
    change({ state: "down", detail: `${why}; ${describeRetry(retryMs)}` });
  }

  void writeNext();
  const timer = setInterval(() => {
    change({ rate: rateOf(posts) });
    void writeNext();
  }, heartbeatMs);

  return {
    /** The source reports its status. */
    report(status: SourceStatus): void {
      if (status.kind === "notice") change({ notice: status.detail });
      else if (status.kind === "live") {
        gaps.close(status.atMs, status.recovered);
        change({ state: "live", detail: status.detail });
      } else if (status.retryMs === null) {
        change({ state: "waiting", detail: status.why });
      } else down(status.atMs, status.why, status.retryMs);
      void writeNext();
    },
    /** The source sent an event; only posts make its rate. */
    count(kind: PostEvent["kind"]): void {
      if (kind === "post") posts++;
      record = { ...record, events: record.events + 1 };
      if (record.state === "starting") change({ state: "reading" });
    },
    /** The source ended. */
    end: (): void => change({ state: "ended", detail: "", rate: 0 }),
    /** The source failed and is retried; that is a gap since `atMs` only if it can miss something. */
    fail(why: string, atMs = now()): void {
      if (FOLLOWED.has(record.state)) down(atMs, why, 0);
      else change({ state: "down", detail: why });
    },
    async [Symbol.asyncDispose](): Promise<void> {
      clearInterval(timer);
      await writeNext();
    },
  };
}

function newRecord(source: string, name: string, nowMs: number): SourceRecord {
  return {
    source,
    name,
    state: "starting",
    detail: "",
    notice: null,
    changedMs: nowMs,
    seenMs: nowMs,
    events: 0,
    rate: 0,
  };
}

/** Posts a second since the last call, to one decimal. */
function createRate(): (posts: number) => number {
  let before = 0;
  let atMs = performance.now();
  return (posts) => {
    const seconds = (performance.now() - atMs) / 1_000;
    const rate = (posts - before) / Math.max(seconds, 0.001);
    before = posts;
    atMs = performance.now();
    return Math.round(rate * 10) / 10;
  };
}

function describeRetry(retryMs: number): string {
  const seconds = Math.ceil(retryMs / 1_000);
  return seconds === 0 ? "retrying now" : `retrying in ${seconds} s`;
}

/** The reason of a gap in which no process was running. */
const UNREAD = "not running";

type GapChange =
  | { kind: "open"; atMs: number; why: string }
  | { kind: "close"; atMs: number; recovered: boolean };

/** Records the interruptions of a source, in their order. It continues a gap that an earlier process left open. */
export function createGapRecorder(source: string, records: SourceRecords) {
  const pending: GapChange[] = [];
  let openId: number | null | undefined;

  async function open(fromMs: number, why: string): Promise<number> {
    const { unreadSinceMs } = recorder;
    const isUnread = unreadSinceMs !== null && unreadSinceMs < fromMs;
    const gap = isUnread
      ? { fromMs: unreadSinceMs, why: `${UNREAD}; then ${why}` }
      : { fromMs, why };
    return await records.openGap({ source, ...gap });
  }

  async function apply(change: GapChange): Promise<void> {
    if (openId === undefined) {
      openId = (await records.readOpenGap(source))?.id ?? null;
    }
    if (change.kind === "open") {
      const { atMs: fromMs, why } = change;
      if (openId === null) openId = await open(fromMs, why);
      else await records.changeGap(openId, { fromMs, why });
    } else {
      const { unreadSinceMs: fromMs } = recorder;
      if (openId === null && fromMs !== null && fromMs < change.atMs) {
        openId = await records.openGap({ source, fromMs, why: UNREAD });
      }
      if (openId !== null) {
        const { atMs: toMs, recovered } = change;
        await records.closeGap(openId, { toMs, recovered });
      }
      openId = null;
    }
    recorder.unreadSinceMs = null;
  }

  const recorder = {
    /** When the last run stopped reading, if nothing may be missed since; else null. */
    unreadSinceMs: null as number | null,
    /** The source is down since `atMs`; repeated, the reason changes, and an earlier time counts. */
    open(atMs: number, why: string): void {
      const last = pending.length > 1 ? pending.at(-1) : undefined;
      if (last?.kind === "open") {
        last.atMs = Math.min(last.atMs, atMs);
        last.why = why;
      } else pending.push({ kind: "open", atMs, why });
    },
    /** The source is back. */
    close: (atMs: number, recovered: boolean): void =>
      void pending.push({ kind: "close", atMs, recovered }),
    /** Writes pending changes; those that fail stay pending. */
    async write(): Promise<void> {
      for (let change; (change = pending[0]); pending.shift()) {
        await apply(change);
      }
    },
  };
  return recorder;
}
