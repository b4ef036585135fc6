import type { Outage } from "../pipeline/outage.ts";
import type { MinuteCounts } from "./minute_counts.ts";
import type { Series } from "./series.ts";

/** Seconds without any source that do not matter to two hours. */
const MOST_AWAY = 60;

/** Takes the number of posts from a series by the minute. */
export function toMinuteCounts(
  series: Pick<Series, "t" | "step" | "posts">,
  outages: readonly Outage[],
): MinuteCounts {
  const { t, step, posts } = series;
  const from = t[0] ?? 0;
  const end = (t.at(-1) ?? 0) + step;
  const away = outages.reduce((sum, outage) => {
    const to = Math.min(end, outage.to ?? end);
    return sum + Math.max(0, to - Math.max(from, outage.from));
  }, 0);
  return { from, posts, isWhole: away <= MOST_AWAY };
}
