import type { Post } from "../post/post.ts";
import type { Series } from "../series/series.ts";
import type { TopicAbout } from "../topic/topic.ts";

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
