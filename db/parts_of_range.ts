const HOUR = 3_600;

/** A stretch of a rollup's rows of one step; `t` from `from`, before `to`. */
export interface RangePart {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** Whole hours in the middle, minutes at both ends: few rows at any range. */
export function partsOfRange(range: { from: number; to: number }): RangePart[] {
  const from = Math.floor(range.from / 60) * 60;
  const to = Math.ceil(range.to / 60) * 60;
  const firstHour = Math.min(Math.ceil(from / HOUR) * HOUR, to);
  const lastHour = Math.max(Math.floor(to / HOUR) * HOUR, firstHour);
  return [
    { step: 60, from, to: firstHour },
    { step: HOUR, from: firstHour, to: lastHour },
    { step: 60, from: lastHour, to },
  ].filter((part) => part.from < part.to);
}
