import type { Interruptions } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";
import { askServer } from "./ask_server.ts";

/** A stretch of a topic's time, and how finely to cut it; all in seconds. */
export interface SeriesQuestion {
  readonly slug: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Asks the server for a topic's counts over time. */
export function askSeries(
  { slug, from, to, step }: SeriesQuestion,
  signal: AbortSignal,
): Promise<Series & Interruptions> {
  const params = new URLSearchParams({
    topic: slug,
    from: String(from),
    to: String(to),
    step: String(step),
  });
  return askServer("/api/series", params, signal);
}
