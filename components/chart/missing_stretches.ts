import type { Outage } from "../../domain/pipeline/outage.ts";

/** A stretch of time in seconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The parts of outages that lie between `from` and `to`. */
export function missingStretches(
  outages: readonly Outage[],
  { from, to }: Stretch,
): Stretch[] {
  return outages
    .map((outage) => ({
      from: Math.max(from, outage.from),
      to: Math.min(to, outage.to ?? to),
    }))
    .filter((stretch) => stretch.from < stretch.to);
}
