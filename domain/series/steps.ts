/** The bucket, in seconds, that a page shows a span of so many seconds in: at most 200 of them, of whole minutes from an hour on. */
export function viewStep(span: number): number {
  const step = fittingStep(span);
  return span >= HOUR ? Math.max(MINUTE, step) : step;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

const STEPS = [
  10,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
];

/** Options for {@linkcode fittingStep}. */
export interface FittingStepOptions {
  /** Buckets that a chart may have. @default {200} */
  maxPoints?: number;
}

/** The shortest handy bucket, in seconds, that cuts `span` seconds into no more than `maxPoints`. */
export function fittingStep(
  span: number,
  options: FittingStepOptions = {},
): number {
  const { maxPoints = 200 } = options;
  const fits = STEPS.find((step) => span / step <= maxPoints);
  const longest = 30 * DAY;
  return fits ?? Math.ceil(span / maxPoints / longest) * longest;
}

/** A stretch of time in whole buckets; in seconds since the epoch. */
export interface WholeRange {
  readonly from: number;
  readonly to: number;
  /** Seconds that a bucket spans. */
  readonly step: number;
  /** Whether it ends now, and moves on. */
  readonly isLive: boolean;
}
