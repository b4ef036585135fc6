import { timeTicks } from "../../domain/format/time_ticks.ts";
import { formatTime, formatTimes } from "../../domain/format/times.ts";
import { isAmbiguous, type Zone } from "../../domain/time/zones.ts";
import { DAY, MINUTE } from "../../domain/time/range.ts";
import { zoneName } from "../address/address.ts";
import { type ChartBuckets, seriesSpan, type TimeAxis } from "./data.ts";

/**
 * The time axis of buckets; those of a calendar are in its zone, others of days in UTC.
 *
 * @param withDate Whether times need a date to be understood.
 */
export function timeAxis(
  { t, step, per, zone: calendar, end }: ChartBuckets,
  viewerZone: Zone,
  withDate: boolean,
): TimeAxis {
  const buckets = { t, step, ...(per && { per }), ...(end && { end }) };
  const zone = calendar ?? (step >= DAY ? "UTC" : viewerZone);
  const { from, to } = seriesSpan(buckets);
  const format = (t: number, precision = step, dated = withDate) =>
    formatBucket(t, precision, zone, dated);
  const labels = (maxTicks: number) =>
    timeTicks(from, to, { zone, maxTicks })
      .filter(({ t }) => to - t >= END_ROOM * (to - from));
  return {
    ...buckets,
    times: { many: labels(6), few: labels(5) },
    span: t.length === 0
      ? "no time at all"
      : `${format(from, step, true)} to ${format(to, step, true)} ` +
        zoneName(zone),
    zone: zoneName(zone),
    title(index) {
      const [start = 0, end = to] = t.slice(index, index + 2);
      if (per === "month" || per === "year") {
        return formatTime(start, per, zone);
      }
      if (step >= DAY) return formatTimes(start, end - 1, "day", zone);
      if (step <= MINUTE) return format(start);
      const precision = withDate ? "dated minute" : "minute";
      const isTwice = isAmbiguous(start, zone) || isAmbiguous(end, zone);
      return isTwice
        ? `${format(start)} – ${format(end, step, false)}`
        : formatTimes(start, end, precision, zone);
    },
    format,
  };
}

/** Ticks nearer to the end of the axis than this part of it have no room for a label. */
const END_ROOM = 0.04;

/** A time: `14:05`, `14:05:30`, `4 Mar 2014`, `4 Mar 2014, 14:00`. */
function formatBucket(
  t: number,
  step: number,
  zone: Zone,
  withDate: boolean,
): string {
  if (step >= DAY) return formatTime(t, "day", zone);
  const clock = step % 60 === 0 ? "minute" : "second";
  const isTwice = isAmbiguous(t, zone);
  const time = formatTime(t, isTwice ? `zoned ${clock}` : clock, zone);
  return withDate ? `${formatTime(t, "day", zone)}, ${time}` : time;
}
