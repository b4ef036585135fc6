import type { MinuteCounts } from "../../domain/series/minute_counts.ts";
import { minutesRange } from "../../domain/series/minutes_range.ts";
import { toMinuteCounts } from "../../domain/series/to_minute_counts.ts";
import { askSeries } from "../live/ask_series.ts";

/** Asks the server for the posts of two hours, by the minute. */
export async function askMinutes(
  slug: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<MinuteCounts> {
  const range = minutesRange(nowMs);
  const series = await askSeries({ slug, ...range, step: 60 }, signal);
  return toMinuteCounts(series, series.outages);
}
