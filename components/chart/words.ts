import type { Zone } from "../../domain/format/times.ts";
import { zoneName } from "../topic/zone_name.ts";
import { bucketWords } from "./bucket_words.ts";
import type { Shown } from "./chart_view.ts";
import { outageWords } from "./outage_words.ts";

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
