/** Posts by the minute up to some moment: what the last two hours are told from. */
export interface MinuteCounts {
  /** Start of the first minute in seconds since the epoch. */
  readonly from: number;
  /** One number for each minute; the last one is of the minute that was not over yet. */
  readonly posts: readonly number[];
  /** Whether all of it could be read: no source was away for long. */
  readonly isWhole: boolean;
}
