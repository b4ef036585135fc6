import { formatTime, type Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { zoneName } from "../address/zone.ts";
import { sourceWord } from "../elements/sources.ts";
import type { ChartView, Shown } from "./cursor.ts";
import type { ChartData } from "./data.ts";

/** Interruptions that are told, the newest ones. */
const MOST_TOLD = 3;

/**
 * What a chart shows, as sentences for those who do not see it.
 *
 * @param about Such as `Posts per minute`.
 * @param sums What all its buckets come to.
 */
export function chartSummary(
  about: string,
  sums: string,
  { series: { t, step }, outages }: Pick<Shown, "series" | "outages">,
  zone: Zone,
): string {
  const words = (t: number) => bucketWords(t, step, zone, true);
  const span = t.length === 0 ? "no time at all" : `${words(t[0]!)} to ` +
    `${words(t.at(-1)! + step)} ${zoneName(zone)}`;
  const away = outages.slice(-MOST_TOLD).map((outage) =>
    ` No data: ${outageWords(outage, zone, true)}.`
  ).join("");
  return `${about} from ${span}: ${sums}.${away}`;
}

const LIST = new Intl.ListFormat("en");

/** What happened, in words: `bluesky was away 12:03 to 12:09: no answer`. */
export function outageWords(
  { from, to, sources, reasons }: Outage,
  zone: Zone,
  withDate: boolean,
): string {
  const names = LIST.format(sources.map(sourceWord));
  const start = bucketWords(from, 60, zone, withDate);
  const isDay = to !== null &&
    Math.floor(from / 86_400) === Math.floor(to / 86_400);
  const end = to === null ? "" : bucketWords(to, 60, zone, withDate && !isDay);
  const verb = sources.length > 1 ? ["are", "were"] : ["is", "was"];
  const when = to === null
    ? `${verb[0]} away since ${start}`
    : `${verb[1]} away ${start} to ${end}`;
  return [`${names} ${when}`, reasons.join("; ")].filter(Boolean).join(": ");
}

/** When a bucket of a chart was, as its title line tells it. */
export function whenWords(
  { t, step }: Pick<ChartData, "t" | "step">,
  index: number,
  { zone, withDate }: Pick<ChartView, "zone" | "withDate">,
): string {
  return bucketWords(t[index] ?? 0, step, zone, withDate);
}

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
