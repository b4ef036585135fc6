import type { Post } from "../post/post.ts";
import type { Series } from "../series/series.ts";
import type { TopicAbout } from "../topic/topic.ts";

/** What became visible after a place of the commit order. */
export interface Changes {
  /** The place that these changes lead to. */
  readonly cursor: Cursor;
  /** Whether there are later changes already. */
  readonly more: boolean;
  /** In the order of `seq`. */
  readonly posts: readonly Post[];
  /** `seq` of posts that their authors took back. */
  readonly deleted: readonly number[];
  /** Posts that their authors wrote anew, as they are now. */
  readonly edited: readonly Post[];
  /** What the rows and edits add to the totals, by slug; an edit may take something away. */
  readonly added: ReadonlyMap<string, Totals>;
  /** Topics that are not archived, in the order in which they were made. */
  readonly slugs: readonly string[];
}

/** Which changes to read. */
export interface ChangesOptions {
  /** Read no further than this `seq`. @default the newest */
  upTo?: number;
  /** Rows at most. @default {500} */
  limit?: number;
}

/** A place in the commit order of one database. */
export interface Cursor {
  /** Random id that the database was given when it was made. */
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

/** Seconds that a bucket of the live window spans. */
export const WINDOW_STEP = 10;

/** Seconds that the live window spans. */
export const WINDOW_SPAN = 900;

/** Sums over everything stored of a topic. */
export interface Totals {
  readonly posts: number;
  readonly positive: number;
  readonly negative: number;
  readonly neutral: number;
  /** Sum of the posts' scores. */
  readonly score: number;
}

/** A term and the number of posts that hold it. */
export interface TermCount {
  readonly term: string;
  readonly count: number;
}

/** The most frequent sentiment words of the live window, most frequent first. */
export interface WindowTerms {
  readonly positive: readonly TermCount[];
  readonly negative: readonly TermCount[];
}

/** All that a page shows of one topic. */
export interface TopicSnapshot {
  /** Gap-free, at {@linkcode WINDOW_STEP} over {@linkcode WINDOW_SPAN}; its last bucket is the current one. */
  readonly window: Series;
  readonly totals: Totals;
  /** Posts in the last 60 s, that is posts a minute. */
  readonly rate: number;
  readonly terms: WindowTerms;
  /** Newest first, at most 50. */
  readonly posts: readonly Post[];
  /** What the topic is; left out where that is known otherwise. */
  readonly about?: TopicAbout;
}

/** What the `snapshot` event carries, and what a page is rendered from. */
export interface Snapshot {
  /** `<epoch>:<seq>`. */
  readonly cursor: string;
  /** Whether what the reader had does not connect to this (wiped database, or too far behind). */
  readonly reset: boolean;
  /** By slug. */
  readonly topics: Readonly<Record<string, TopicSnapshot>>;
}

/** What changed of one topic. */
export interface TopicTick {
  /** Only the buckets that changed, with their new values. */
  readonly window?: Series;
  readonly totals?: Totals;
  readonly rate?: number;
  readonly terms?: WindowTerms;
  /** New ones only, newest first, at most 20; more arrive as more ticks, oldest tick first. */
  readonly posts?: readonly Post[];
  /** Posts that their authors wrote anew, at most 20: they take the place of what was shown, and are not new. */
  readonly edited?: readonly Post[];
  readonly about?: TopicAbout;
}

/** What the `tick` event carries. */
export interface Tick {
  readonly cursor: string;
  readonly topics: Readonly<Record<string, TopicTick>>;
  /** Whether these are all topics there are of those asked for, with all that is known of them but posts. */
  readonly whole?: true;
}

/** What the `beat` event carries: a sign of life. */
export interface Beat {
  /** The server's clock, in epoch milliseconds. */
  readonly now: number;
  /** For how many seconds the server could read nothing new, if that is long; else 0. */
  readonly late: number;
  /** Posts a minute of every topic, also of those that were not asked for, by slug; empty while nothing is known. */
  readonly rates: Readonly<Record<string, number>>;
}

/** What the `delete` event carries: posts that their authors took back. */
export interface Deletion {
  readonly cursor: string;
  readonly posts: readonly number[];
}
