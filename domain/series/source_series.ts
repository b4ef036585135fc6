/** Number of posts over time, a column for each source; all columns are of one length. */
export interface SourceSeries {
  /** Start of each bucket in seconds since the epoch, ascending, without gaps. */
  readonly t: readonly number[];
  /** By name of the source; null where some posts were counted before their sources were. */
  readonly sources: Readonly<Record<string, readonly (number | null)[]>>;
}
