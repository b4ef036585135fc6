import { formatTime, type Zone } from "../../domain/format/times.ts";

const DAY = 86_400;

/** When a bucket was: `14:05`, `14:05:30`, `4 Mar 2014`, `4 Mar 2014, 14:00`. Whole days are days of UTC. */
export function bucketWords(
  t: number,
  step: number,
  zone: Zone,
  withDate: boolean,
): string {
  if (step >= DAY) return formatTime(t, "day", "UTC");
  const time = formatTime(t, step % 60 === 0 ? "minute" : "second", zone);
  return withDate ? `${formatTime(t, "day", zone)}, ${time}` : time;
}
