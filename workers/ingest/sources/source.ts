import type { SourceRecord } from "../../../domain/pipeline/pipeline.ts";
import type {
  PostContext,
  PostEntities,
  PostKind,
  PostVersion,
} from "../../../domain/post/post.ts";

/** A post as its source sends it. */
export interface SourcePost {
  /** The source's own id: 1 to 255 bytes of UTF-8. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  readonly text: string;
  /** BCP 47; `und` if unknown. */
  readonly lang: string;
  readonly author: string | null;
  /** Another name of the author, by which `from:` finds the post; it is not stored. */
  readonly alias?: string | null;
  readonly url: string | null;
  /** Entities that the source marks, in addition to those found in the text. */
  readonly entities?: PostEntities;
  /** @default {"post"} */
  readonly postKind?: PostKind;
  readonly context?: PostContext;
  /** The edit that it is, if edits have ids of their own: then `id` is that of the post as it was first. */
  readonly version?: PostVersion;
  /** Whether it came with a collection, which is kept until it is removed. @default {false} */
  readonly isImported?: boolean;
}

/** Names of the sources whose posts files hold too; `file` if theirs is unknown. */
export type Network = "x" | "bluesky" | "mastodon" | "file";

/** Why a message of a source is not a post. */
export type RejectReason = "malformed" | "oversize";

/** An event about posts. `position` is where to resume after it, in the source's own format. */
export type PostEvent =
  | {
    kind: "post";
    post: SourcePost;
    /** Slugs, if the source itself matches topics; otherwise each query is evaluated. */
    topics?: readonly string[];
    /** Where the post is from, if that is not the source itself. */
    network?: Network;
    position: string | null;
  }
  /** The post's new version. */
  | {
    kind: "edit";
    post: SourcePost;
    /** See `post`. */
    topics?: readonly string[];
    network?: Network;
    position: string | null;
  }
  | { kind: "delete"; id: string; network?: Network; position: string | null }
  /** The author's account is gone: all posts whose ids begin so are deleted. */
  | {
    kind: "delete-author";
    idPrefix: string;
    network?: Network;
    position: string | null;
  }
  | {
    kind: "rejected";
    reason: RejectReason;
    detail: string;
    /** The first bytes of the message, at most 512. */
    head: Uint8Array;
    /** Where it stands, such as `line 31`. */
    place?: string;
    position: string | null;
  };

/** The state of a live source. Sources that can always be read never send it. */
export type SourceStatus =
  /**
   * Connected, such as "connected to jetstream1.us-east.bsky.network".
   * `recovered`: posts sent during the interruption have been read, or will be.
   */
  | { kind: "live"; atMs: number; detail: string; recovered: boolean }
  /**
   * Not connected since `atMs`; repeated with each failed try. A null `retryMs`
   * means waiting for a change, such as a topic, which is no interruption.
   */
  | { kind: "down"; atMs: number; why: string; retryMs: number | null }
  /** Something that an operator should fix; null once it is fixed. */
  | { kind: "notice"; detail: string | null };

/** An event of a source. */
export type SourceEvent = PostEvent | SourceStatus;

/** Where posts come from. */
export interface Source<Event extends SourceEvent = SourceEvent> {
  /** Its name in subjects and rows: `file`, `demo`, `x`, … */
  readonly name: string;
  /** Identifies its stored position: two sources that read the same thing share it. */
  readonly key: string;
  /**
   * Events after `position` (null: from the beginning), in order. Ends when
   * there are no more, or within 1 s of `signal` aborting. A live source
   * reconnects by itself, with the back-off that its protocol asks for.
   */
  read(
    position: string | null,
    signal: AbortSignal,
  ): AsyncIterable<Event>;
  /** Called with each post that a topic matched. */
  readonly onMatched?: (post: SourcePost) => void;
}

/** The stored positions, states and gaps of sources. */
export interface SourceRecords {
  /** Where the source with this key resumes; null if it never started. */
  readPosition(source: string): Promise<string | null>;
  /** Moves a position from `from` to `to`; false if it is not `from` any more. */
  movePosition(
    source: string,
    from: string | null,
    to: string,
  ): Promise<boolean>;
  /** When the newest stored message of the log of `created` was received; null if there is none. */
  readLastReceived(created: string): Promise<number | null>;
  readRecord(source: string): Promise<SourceRecord | undefined>;
  writeRecord(record: SourceRecord): Promise<void>;
  /** The open gap of a source, if there is one. */
  readOpenGap(source: string): Promise<{ id: number } | undefined>;
  /** Resolves to its id. */
  openGap(
    gap: { source: string; fromMs: number; why: string },
  ): Promise<number>;
  /** Replaces the reason of a gap, which begins at `fromMs` at the latest. */
  changeGap(id: number, change: { fromMs: number; why: string }): Promise<void>;
  closeGap(
    id: number,
    end: { toMs: number; recovered: boolean },
  ): Promise<void>;
  /** Those of the ids that are stored in any topic. */
  findIds(name: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  hasPrefix(name: string, prefix: string): Promise<boolean>;
}
