import type { Term } from "../sentiment/extract_terms.ts";

/** Why a message ended without a row in `posts`; `delete` and `edit` were applied. */
export type SkipReason =
  | "malformed"
  | "oversize"
  | "duplicate"
  | "delete"
  | "edit";

/** Where a source goes on after a message. */
export interface Checkpoint {
  /** The source's key. */
  readonly source: string;
  readonly position: string;
}

interface EntryBase {
  /** The message's number in the log. */
  readonly logSeq: number;
  readonly receivedMs: number;
  /** The first bytes of the payload, at most 512; kept if the message becomes a `skipped` row. */
  readonly head: Uint8Array;
  readonly checkpoint: Checkpoint | null;
}

/** A post that is ready to be stored. */
export interface PostEntry extends EntryBase {
  readonly kind: "post";
  readonly topicId: number;
  readonly source: string;
  readonly extId: string;
  readonly author: string | null;
  readonly lang: string;
  readonly createdMs: number;
  readonly text: string;
  readonly url: string | null;
  readonly score: number;
  /** Number of positive words. */
  readonly positive: number;
  /** Number of negative words. */
  readonly negative: number;
  readonly terms: readonly Term[];
}

/** An author takes a post back, in all topics. */
export interface DeleteEntry extends EntryBase {
  readonly kind: "delete";
  readonly source: string;
  readonly extId: string;
}

/** A message that is no post. */
export interface SkipEntry extends EntryBase {
  readonly kind: "skip";
  readonly reason: SkipReason;
  readonly detail: string;
}

/** What a message of the log comes to. */
export type Entry = PostEntry | DeleteEntry | SkipEntry;
