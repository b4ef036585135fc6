/** Shortest time that is shown, in seconds. */
const LEAST = 60;
/** Times are whole multiples of the shortest bucket, in seconds. */
const UNIT = 10;

/**
 * What to change of an address so that it shows a stretch of time, in seconds
 * since the epoch; see `withParams`. One that reaches beyond now goes on with
 * time.
 *
 * @param beyond How far after now it may end, in seconds, and still end there.
 */
export function zoomParams(
  { from, to }: { from: number; to: number },
  nowMs: number,
  beyond: number,
): { range: null; from: string; to: string | null } {
  const now = nowMs / 1_000;
  const more = Math.max(0, LEAST - (to - from)) / 2;
  const start = Math.max(0, Math.floor((from - more) / UNIT) * UNIT);
  const end = Math.ceil((to + more) / UNIT) * UNIT;
  return {
    range: null,
    from: String(Math.min(start, Math.floor(now / UNIT) * UNIT - LEAST)),
    to: end > now + beyond ? null : String(end),
  };
}
