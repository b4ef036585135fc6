/** A stretch of time in whole buckets; in seconds since the epoch. */
export interface WholeRange {
  readonly from: number;
  readonly to: number;
  /** Seconds that a bucket spans. */
  readonly step: number;
  /** Whether it ends now, and moves on. */
  readonly isLive: boolean;
}
