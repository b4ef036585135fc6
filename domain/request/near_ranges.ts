import { zoomParams } from "./zoom_params.ts";

/** What to change of an address to show another time near by; see `withParams`. */
export type NearRange = ReturnType<typeof zoomParams>;

/** The times around one. */
export interface NearRanges {
  readonly earlier: NearRange;
  readonly less: NearRange;
  readonly more: NearRange;
  /** Null if that has not come yet. */
  readonly later: NearRange | null;
}

/** Where one may go from a stretch of time, in seconds since the epoch: half of it back or on, to its middle, or around it. */
export function nearRanges(
  { from, to }: { from: number; to: number },
  nowMs: number,
): NearRanges {
  const half = (to - from) / 2;
  const zoom = (start: number, end: number) =>
    zoomParams({ from: start, to: end }, nowMs, 0);
  return {
    earlier: zoom(from - half, to - half),
    less: zoom(from + half / 2, to - half / 2),
    more: zoom(from - half, to + half),
    later: to * 1_000 >= nowMs ? null : zoom(from + half, to + half),
  };
}
