import type { Interruptions } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";

/** A stretch of a topic's time, and how finely to cut it; all in seconds. */
export interface SeriesQuestion {
  readonly slug: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Asks the server for a topic's counts over time. */
export async function askSeries(
  { slug, from, to, step }: SeriesQuestion,
  signal: AbortSignal,
): Promise<Series & Interruptions> {
  const params = new URLSearchParams({
    topic: slug,
    from: String(from),
    to: String(to),
    step: String(step),
  });
  const response = await fetch(`/api/series?${params}`, { signal });
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  return await response.json();
}
