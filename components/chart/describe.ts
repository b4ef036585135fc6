import { formatTime, type Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { zoneName } from "../address/address.ts";
import { sourceWord } from "../elements/labels.ts";
import { type ChartBuckets, seriesSpan } from "./data.ts";

/** Outages that a summary lists: the newest ones. */
const MAX_LISTED = 3;

/**
 * What a chart shows, as sentences for screen readers.
 *
 * @param about Such as `Posts per minute`.
 * @param sums Totals over all buckets.
 */
export function describeChart(
  about: string,
  sums: string,
  { buckets, outages }: { buckets: ChartBuckets; outages: readonly Outage[] },
  zone: Zone,
): string {
  const gaps = outages.slice(-MAX_LISTED).map((outage) =>
    ` No data: ${describeOutage(outage, zone, true)}.`
  ).join("");
  return `${about} from ${formatSpan(buckets, zone)}: ${sums}.${gaps}`;
}

/** The time that a chart spans: `4 Mar 2014, 14:00 to 4 Mar 2014, 15:00 UTC`. */
export function formatSpan(buckets: ChartBuckets, zone: Zone): string {
  if (buckets.t.length === 0) return "no time at all";
  const { from, to } = seriesSpan(buckets);
  const format = (t: number) => formatBucket(t, buckets.step, zone, true);
  return `${format(from)} to ${format(to)} ${zoneName(zone)}`;
}

const LIST = new Intl.ListFormat("en");

/** An outage as a phrase: `bluesky was away 12:03 to 12:09: no answer`. */
export function describeOutage(
  { from, to, sources, reasons }: Outage,
  zone: Zone,
  withDate: boolean,
): string {
  const names = LIST.format(sources.map(sourceWord));
  const start = formatBucket(from, 60, zone, withDate);
  const isOneDay = to !== null &&
    Math.floor(from / DAY) === Math.floor(to / DAY);
  const end = to === null
    ? ""
    : formatBucket(to, 60, zone, withDate && !isOneDay);
  const [is, was] = sources.length > 1 ? ["are", "were"] : ["is", "was"];
  const when = to === null
    ? `${is} away since ${start}`
    : `${was} away ${start} to ${end}`;
  return [`${names} ${when}`, reasons.join("; ")].filter(Boolean).join(": ");
}

const DAY = 86_400;

/** Start of a bucket: `14:05`, `14:05:30`, `4 Mar 2014`, `4 Mar 2014, 14:00`. Whole days are days of UTC. */
export function formatBucket(
  t: number,
  step: number,
  zone: Zone,
  withDate: boolean,
): string {
  if (step >= DAY) return formatTime(t, "day", "UTC");
  const time = formatTime(t, step % 60 === 0 ? "minute" : "second", zone);
  return withDate ? `${formatTime(t, "day", zone)}, ${time}` : time;
}
