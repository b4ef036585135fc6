import type { Interruptions } from "../../domain/pipeline/outage.ts";
import type { MinuteCounts } from "../../domain/series/minute_counts.ts";
import { minutesRange } from "../../domain/series/minutes_range.ts";
import type { Series } from "../../domain/series/series.ts";
import { toMinuteCounts } from "../../domain/series/to_minute_counts.ts";

/** Asks the server for the posts of two hours, by the minute. */
export async function askMinutes(
  slug: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<MinuteCounts> {
  const { from, to } = minutesRange(nowMs);
  const params = new URLSearchParams({
    topic: slug,
    from: String(from),
    to: String(to),
    step: "60",
  });
  const response = await fetch(`/api/series?${params}`, { signal });
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  const series: Series & Interruptions = await response.json();
  return toMinuteCounts(series, series.outages);
}
