import { timeTicks } from "../../domain/format/time_ticks.ts";
import { formatTime } from "../../domain/format/times.ts";
import type { Zone } from "../../domain/time/zones.ts";
import { DAY } from "../../domain/time/range.ts";
import { zoneName } from "../address/address.ts";
import { type ChartBuckets, seriesSpan, type TimeAxis } from "./data.ts";

/**
 * The time axis of buckets; those of days are days of UTC.
 *
 * @param withDate Whether times need a date to be understood.
 */
export function timeAxis(
  { t, step }: ChartBuckets,
  viewerZone: Zone,
  withDate: boolean,
): TimeAxis {
  const zone = step >= DAY ? "UTC" : viewerZone;
  const { from, to } = seriesSpan({ t, step });
  const format = (t: number, precision = step, dated = withDate) =>
    formatBucket(t, precision, zone, dated);
  const labels = (maxTicks: number) =>
    timeTicks(from, to, { zone, maxTicks })
      .filter(({ t }) => to - t >= END_ROOM * (to - from));
  return {
    t,
    step,
    times: { many: labels(6), few: labels(5) },
    span: t.length === 0
      ? "no time at all"
      : `${format(from, step, true)} to ${format(to, step, true)} ` +
        zoneName(zone),
    zone: zoneName(zone),
    format,
  };
}

/** Ticks nearer to the end of the axis than this part of it have no room for a label. */
const END_ROOM = 0.04;

/** Start of a bucket: `14:05`, `14:05:30`, `4 Mar 2014`, `4 Mar 2014, 14:00`. */
function formatBucket(
  t: number,
  step: number,
  zone: Zone,
  withDate: boolean,
): string {
  if (step >= DAY) return formatTime(t, "day", zone);
  const time = formatTime(t, step % 60 === 0 ? "minute" : "second", zone);
  return withDate ? `${formatTime(t, "day", zone)}, ${time}` : time;
}
