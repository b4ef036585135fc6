import type { SourceRecord } from "../../domain/pipeline/pipeline.ts";
import type { SourceRecords } from "../../workers/ingest/sources/source.ts";

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
    fails: 0,
    readPosition: (source) => answer(() => positions.get(source) ?? null),
    movePosition: (source, from, to) =>
      answer(() => {
        if ((positions.get(source) ?? null) !== from) return false;
        positions.set(source, to);
        return true;
      }),
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
    changeGap: (id, change) =>
      answer(() => void Object.assign(gaps[id]!, change)),
    closeGap: (id, end) => answer(() => void Object.assign(gaps[id]!, end)),
    findIds: (_name, ids) =>
      answer(() => new Set(ids.filter((id) => stored.has(id)))),
    hasPrefix: (_name, prefix) =>
      answer(() => [...stored].some((id) => id.startsWith(prefix))),
  };
  return records;
}
