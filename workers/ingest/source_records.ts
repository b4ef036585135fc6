/** How a source is doing, as the database keeps it. */
export interface SourceRecord {
  /** The source's key. */
  readonly source: string;
  readonly name: string;
  /** `reading` is said of sources that tell nothing of themselves. */
  readonly state:
    | "starting"
    | "reading"
    | "live"
    | "down"
    | "waiting"
    | "ended";
  /** In words. */
  readonly detail: string;
  /** What its operator should know; null: nothing. */
  readonly notice: string | null;
  /** When the state began, in milliseconds since the epoch. */
  readonly changedMs: number;
  /** When its process last said that it is there. */
  readonly seenMs: number;
  /** Posts, edits and deletions that it gave since its process began to read it. */
  readonly events: number;
  /** Of these, how many came a second, lately. */
  readonly rate: number;
}

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
