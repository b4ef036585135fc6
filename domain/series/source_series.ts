/** Number of posts over time, a column for each source; all columns are of one length. */
export interface SourceSeries {
  /** Start of each bucket in seconds since the epoch, ascending, without gaps. */
  readonly t: readonly number[];
  readonly sources: Readonly<Record<string, readonly number[]>>;
}
