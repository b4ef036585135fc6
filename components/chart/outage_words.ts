import type { Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/pipeline/outage.ts";
import { sourceWord } from "../pipeline/source_word.ts";
import { bucketWords } from "./bucket_words.ts";

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
