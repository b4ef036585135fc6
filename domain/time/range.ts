/** A range of time in seconds since the epoch: `from` is part of it, `to` is not. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A range of whole buckets. */
export interface WholeRange extends TimeRange {
  /** Seconds that a bucket spans. */
  readonly step: number;
  /** Whether it ends now, and moves on. */
  readonly isLive: boolean;
}
