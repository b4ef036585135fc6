import type { Pipeline, SourceRecord } from "../../domain/pipeline/pipeline.ts";
import type { SourceRecords } from "../../workers/ingest/sources/source.ts";

/** 2026-01-31T12:00:00Z in seconds. */
const NOON = 1_769_860_800;

/** A pipeline at noon: Bluesky is live for three hours, X down for a minute. */
export function makePipeline(given: Partial<Pipeline> = {}): Pipeline {
  const told = { notice: null, seen: NOON - 2, events: 20_761 };
  return {
    at: NOON,
    sources: [
      {
        ...told,
        source: "bluesky:",
        name: "bluesky",
        state: "live",
        detail: "connected to jetstream1.us-east.bsky.network",
        since: NOON - 3 * 3_600,
        rate: 41.2,
      },
      {
        ...told,
        source: "x:",
        name: "x",
        state: "down",
        detail: "no answer; tries again in 8 s",
        since: NOON - 60,
        rate: 0,
      },
    ],
    log: { kind: "embedded", newest: 12_345, waiting: 7 },
    storage: {
      committed: NOON - 3,
      received: NOON - 4,
      posts: 20_761,
      rescoring: null,
      refused: [{
        ...{ source: "file:posts.csv", detail: "`id` is missing", count: 3 },
        ...{ place: "record 31", example: ",2026-01-31,ann,Hello" },
      }],
      skipped: [
        { reason: "duplicate", count: 1_200, lastDay: 12 },
        { reason: "malformed", count: 3, lastDay: 0 },
      ],
    },
    poller: { behind: 2, looked: NOON - 1 },
    viewers: 3,
    gaps: [
      {
        source: "x:",
        from: NOON - 60,
        to: null,
        why: "no answer",
        recovered: false,
      },
      {
        source: "bluesky:",
        from: NOON - 86_400,
        to: NOON - 86_400 + 360,
        why: "closed by the server",
        recovered: true,
      },
    ],
    spending: {
      day: "2026-01-31",
      posts: 812,
      limit: 2_000,
      cost: 4.06,
      renews: NOON + 12 * 3_600,
    },
    ...given,
  };
}

/** A source that is live since a minute, as its process has just said. */
export function sourceState(
  source: string,
  given: Partial<SourceRecord> = {},
): SourceRecord {
  return {
    source,
    name: source.replace(/:.*/, ""),
    state: "live",
    detail: "connected",
    notice: null,
    changedMs: Date.now() - 60_000,
    seenMs: Date.now(),
    events: 100,
    rate: 2.5,
    ...given,
  };
}

/** A gap as {@linkcode memoryRecords} keeps it. */
export interface MemoryGap {
  source: string;
  fromMs: number;
  toMs: number | null;
  why: string;
  recovered: boolean;
}

/** What sources keep, in memory; `fails` counts down the calls that do not answer. */
export interface MemoryRecords extends SourceRecords {
  readonly positions: Map<string, string>;
  readonly states: Map<string, SourceRecord>;
  readonly gaps: MemoryGap[];
  /** Ids that have a row. */
  readonly stored: Set<string>;
  /** When the newest stored post was received. */
  receivedMs: number | null;
  fails: number;
}

/** Makes a place for what sources write down. */
export function memoryRecords(): MemoryRecords {
  const positions = new Map<string, string>();
  const states = new Map<string, SourceRecord>();
  const gaps: MemoryGap[] = [];
  const stored = new Set<string>();

  function answer<T>(make: () => T): Promise<T> {
    if (records.fails > 0) {
      records.fails--;
      return Promise.reject(new Error("the database is away"));
    }
    return Promise.resolve(make());
  }

  const records: MemoryRecords = {
    positions,
    states,
    gaps,
    stored,
    receivedMs: null,
    fails: 0,
    readPosition: (source) => answer(() => positions.get(source) ?? null),
    movePosition: (source, from, to) =>
      answer(() => {
        if ((positions.get(source) ?? null) !== from) return false;
        positions.set(source, to);
        return true;
      }),
    readLastReceived: () => answer(() => records.receivedMs),
    readRecord: (source) => answer(() => states.get(source)),
    writeRecord: (record) =>
      answer(() => void states.set(record.source, record)),
    readOpenGap: (source) =>
      answer(() => {
        const id = gaps.findIndex((gap) =>
          gap.source === source && gap.toMs === null
        );
        return id < 0 ? undefined : { id };
      }),
    openGap: (gap) =>
      answer(() => gaps.push({ ...gap, toMs: null, recovered: false }) - 1),
    changeGap: (id, { fromMs, why }) =>
      answer(() => {
        const gap = gaps[id]!;
        Object.assign(gap, { why, fromMs: Math.min(gap.fromMs, fromMs) });
      }),
    closeGap: (id, end) => answer(() => void Object.assign(gaps[id]!, end)),
    findIds: (_name, ids) =>
      answer(() => new Set(ids.filter((id) => stored.has(id)))),
    hasPrefix: (_name, prefix) =>
      answer(() => [...stored].some((id) => id.startsWith(prefix))),
  };
  return records;
}
