import type { SourceRecord } from "../../domain/pipeline/source_record.ts";

/** Where it is written down how far sources came, how they are doing, and when they were away. */
export interface SourceRecords {
  /** Where the source with this key goes on; null if it never began. */
  readPosition(source: string): Promise<string | null>;
  /** Moves a place on that is still `from`; false if it is not. */
  movePosition(
    source: string,
    from: string | null,
    to: string,
  ): Promise<boolean>;
  readRecord(source: string): Promise<SourceRecord | undefined>;
  writeRecord(record: SourceRecord): Promise<void>;
  /** The interruption that is not over; undefined if there is none. */
  readOpenGap(source: string): Promise<{ id: number } | undefined>;
  /** Answers its number. */
  openGap(
    gap: { source: string; fromMs: number; why: string },
  ): Promise<number>;
  changeGap(id: number, change: { why: string }): Promise<void>;
  closeGap(
    id: number,
    end: { toMs: number; recovered: boolean },
  ): Promise<void>;
  /** Those of some posts' ids that have a row in any topic. */
  findIds(name: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  hasPrefix(name: string, prefix: string): Promise<boolean>;
}
