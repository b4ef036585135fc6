/** Counts of posts over time, one array a column; all columns are of one length. */
export interface Columns {
  /** Start of each bucket in seconds since the epoch, ascending. */
  readonly t: number[];
  readonly posts: number[];
  /** Posts whose score is above zero; `negative` below, `neutral` at zero. */
  readonly positive: number[];
  readonly negative: number[];
  readonly neutral: number[];
  /** Sum of the posts' scores; divided by `posts` it is the mean. */
  readonly score: number[];
  /** Sum of the posts' squared scores; null where it is not known, as some were counted by an older Freshet. */
  readonly squares: (number | null)[];
}

/** Columns of one topic. Gap-free unless said otherwise: a quiet bucket is a row of zeros. */
export interface Series extends Columns {
  /** Slug. */
  readonly topic: string;
  /** Seconds that a bucket spans. */
  readonly step: number;
}

/** One bucket of a series, as a row. */
export interface Bucket {
  /** Start in seconds since the epoch. */
  readonly t: number;
  readonly posts: number;
  readonly positive: number;
  readonly negative: number;
  readonly neutral: number;
  readonly score: number;
  /** Null if it is not known. */
  readonly squares: number | null;
}
