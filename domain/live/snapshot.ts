import type * as v from "valibot";
import type { Post } from "../schema/posts.ts";
import type * as live from "../schema/live.ts";
import type { TermChangeSchema, TermCountSchema } from "../schema/series.ts";

/** Changes after a position in the commit order. */
export interface Changes {
  /** The position after these changes. */
  readonly cursor: Cursor;
  /** Whether there are later changes already. */
  readonly more: boolean;
  /** In the order of `seq`. */
  readonly posts: readonly Post[];
  /** `seq` of posts that their authors deleted. */
  readonly deleted: readonly number[];
  /** Edited posts, as they are now. */
  readonly edited: readonly Post[];
  /** Added to the totals, by slug; edits may subtract. */
  readonly added: ReadonlyMap<string, Totals>;
  /** Topics that are not archived, in the order in which they were added. */
  readonly slugs: readonly string[];
}

/** Which changes to read. */
export interface ChangesOptions {
  /** Read no further than this `seq`. @default the newest */
  upTo?: number;
  /** Rows at most. @default {500} */
  limit?: number;
}

/** Positions of the commit order, without `after` and with `last`. */
export interface SeqRange {
  readonly after: number;
  readonly last: number;
}

/** What happened in a range of positions, for those who return. */
export interface MissedChanges extends Pick<Changes, "posts" | "deleted"> {
  /** Edited posts, as they are now, also those that became visible in the range. */
  readonly edited: readonly Post[];
}

/** A position in the commit order of one database. */
export interface Cursor {
  /** Random id of the database, given at its creation. */
  readonly epoch: string;
  readonly seq: number;
}

/** Writes a cursor as pages, events and addresses carry it: `<epoch>:<seq>`. */
export function formatCursor({ epoch, seq }: Cursor): string {
  return `${epoch}:${seq}`;
}

/** Reads what {@linkcode formatCursor} wrote; null if it is anything else. */
export function parseCursor(text: string): Cursor | null {
  const match = /^([\w-]{1,64}):(\d{1,15})$/.exec(text);
  return match ? { epoch: match[1]!, seq: Number(match[2]) } : null;
}

/** Seconds in a bucket of the live window. */
export const WINDOW_STEP = 10;

/** Seconds in the live window. */
export const WINDOW_SPAN = 900;

/** Sums over everything stored of a topic. */
export type Totals = v.InferOutput<typeof live.TotalsSchema>;

/** A term and the number of posts that hold it. */
export type TermCount = v.InferOutput<typeof TermCountSchema>;

/** The same, with the number in the span of the same length before. */
export type TermChange = v.InferOutput<typeof TermChangeSchema>;

/** The most frequent sentiment words of the live window. */
export type WindowTerms = v.InferOutput<typeof live.WindowTermsSchema>;

/** What a page shows of one topic; its window spans {@linkcode WINDOW_SPAN} in steps of {@linkcode WINDOW_STEP}. */
export type TopicSnapshot = v.InferOutput<typeof live.TopicSnapshotSchema>;

/** What a page is rendered from, and what the `snapshot` event carries. */
export type Snapshot = v.InferOutput<typeof live.SnapshotSchema>;

/** The changes of one topic. */
export type TopicTick = v.InferOutput<typeof live.TopicTickSchema>;

/** What the `tick` event carries. */
export type Tick = v.InferOutput<typeof live.TickSchema>;

/** What the `beat` event carries: a heartbeat. */
export type Beat = v.InferOutput<typeof live.BeatSchema>;

/** What the `delete` event carries. */
export type Deletion = v.InferOutput<typeof live.DeletionSchema>;
