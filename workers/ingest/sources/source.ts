import type { SourceRecord } from "../../../domain/pipeline/pipeline.ts";
import type { PostEntities } from "../../../domain/post/post.ts";

/** A post as its source tells it. */
export interface SourcePost {
  /** The source's own id: 1 to 255 bytes of UTF-8. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  readonly text: string;
  /** BCP 47; `und` if unknown. */
  readonly lang: string;
  readonly author: string | null;
  readonly url: string | null;
  /** What the source knows of the text beyond its letters; it adds to what the text shows. */
  readonly entities?: PostEntities;
}

/** Why something that a source sent is not a post. */
export type RejectReason = "malformed" | "oversize";

/** What a source sends about posts. `position` is where to go on after it, in the source's own words. */
export type PostEvent =
  | {
    kind: "post";
    post: SourcePost;
    /** Slugs, where the source itself matches; left out: every query is asked. */
    topics?: readonly string[];
    position: string | null;
  }
  /** The post as it reads from now on. */
  | { kind: "edit"; post: SourcePost; position: string | null }
  | { kind: "delete"; id: string; position: string | null }
  /** Every post whose id begins so goes: its author is gone. */
  | { kind: "delete-author"; idPrefix: string; position: string | null }
  | {
    kind: "rejected";
    reason: RejectReason;
    detail: string;
    /** The first bytes of what was sent, at most 512. */
    head: Uint8Array;
    position: string | null;
  };

/** How a live source is doing. Sources that always can be read say nothing of it. */
export type SourceStatus =
  /**
   * The connection stands (again), such as "connected to jetstream1.us-east.bsky.network".
   * `recovered`: what was sent while it did not stand has been read, or will be.
   */
  | { kind: "live"; atMs: number; detail: string; recovered: boolean }
  /**
   * It does not stand since `atMs`; said again with each failed try. Null: it
   * waits for something to change, such as a topic, and that is no interruption.
   */
  | { kind: "down"; atMs: number; why: string; retryMs: number | null }
  /** Something that its operator should know and mend; null takes the word back. */
  | { kind: "notice"; detail: string | null };

/** What a source sends. */
export type SourceEvent = PostEvent | SourceStatus;

/** Where posts come from. */
export interface Source<Event extends SourceEvent = SourceEvent> {
  /** Its name in subjects and rows: `file`, `demo`, `x`, … */
  readonly name: string;
  /** Under which its place is kept: two sources that read the same thing have the same key. */
  readonly key: string;
  /**
   * Events after `position` (null: from the beginning), in order. Ends when
   * there are no more, or within 1 s of `signal` aborting. A live source
   * connects again by itself, as often and as slowly as its protocol asks.
   */
  read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncIterable<Event>;
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
