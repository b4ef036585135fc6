/** A range of time in seconds since the epoch: `from` is part of it, `to` is not. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** Seconds in a minute. */
export const MINUTE = 60;

/** Seconds in an hour. */
export const HOUR = 60 * MINUTE;

/** Seconds in a day. */
export const DAY = 24 * HOUR;

/** Bucket sizes that the rollups keep, in seconds, shortest first. */
export const BUCKET_STEPS = [10, MINUTE, HOUR] as const;

/** Bucket sizes that a chart may use, shortest first. */
export const CHART_STEPS: readonly number[] = [
  ...[10, 30],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30].map((n) => n * DAY),
];

/** The bucket size in which a page shows a span, both in seconds: at most 200 buckets, of whole minutes from an hour on. */
export function viewStep(span: number): number {
  const step = fittingStep(span);
  return span >= HOUR ? Math.max(MINUTE, step) : step;
}

/** Options for {@linkcode fittingStep}. */
export interface FittingStepOptions {
  /** Buckets that a chart may have. @default {200} */
  maxPoints?: number;
}

/** The shortest round bucket size that cuts a span into no more than `maxPoints` buckets; both in seconds. */
export function fittingStep(
  span: number,
  options: FittingStepOptions = {},
): number {
  const { maxPoints = 200 } = options;
  const fits = CHART_STEPS.find((step) => span / step <= maxPoints);
  const longest = 30 * DAY;
  return fits ?? Math.ceil(span / maxPoints / longest) * longest;
}
