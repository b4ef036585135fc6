import { formatNumber } from "../../domain/format/numbers.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { DAY } from "../../domain/time/range.ts";
import { sourceWord } from "../elements/labels.ts";
import type { ChartInput, TimeAxis } from "./data.ts";

/** Outages that are listed: the newest ones. */
export const MAX_LISTED = 3;

/**
 * What a chart shows, as sentences for screen readers.
 *
 * @param about Such as `Posts per minute`.
 * @param sums Totals over all buckets.
 */
export function describeChart(
  about: string,
  sums: string,
  { axis, outages }: Pick<ChartInput, "axis" | "outages">,
): string {
  const gaps = outages.slice(-MAX_LISTED).map((outage) =>
    ` No data: ${describeOutage(outage, axis, true)}.`
  ).join("");
  return `${about} from ${axis.span}: ${sums}.${gaps}`;
}

const LIST = new Intl.ListFormat("en");

/** An outage as a phrase: `bluesky was away 12:03 to 12:09: no answer`. */
export function describeOutage(
  { from, to, sources, reasons }: Outage,
  { format }: Pick<TimeAxis, "format">,
  withDate?: boolean,
): string {
  const start = format(from, 60, withDate);
  const isOneDay = to !== null &&
    Math.floor(from / DAY) === Math.floor(to / DAY);
  const [is, was] = sources.length > 1 ? ["are", "were"] : ["is", "was"];
  const when = to === null
    ? `${is} away since ${start}`
    : `${was} away ${start} to ${format(to, 60, isOneDay ? false : withDate)}`;
  const what = `${LIST.format(sources.map(sourceWord))} ${when}`;
  return [what, reasons.join("; ")].filter(Boolean).join(": ");
}

/** A count or score; a dash where there is none. */
export function formatKnown(value: number | null, digits = 0): string {
  return value === null ? "–" : formatNumber(value, digits);
}
