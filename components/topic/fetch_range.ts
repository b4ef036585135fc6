/** Reads other ranges; loaded when a page needs one. @module */
import { WINDOW_STEP } from "../../domain/live/snapshot.ts";
import {
  type PageRange,
  rangeMotion,
  readPageRange,
} from "../../domain/request/range.ts";
import type { Jump } from "../../domain/schema/jumps.ts";
import type { Interruptions } from "../../domain/series/outages.ts";
import {
  cutSeries,
  type Series,
  severalSources,
  type SourceSeries,
} from "../../domain/series/series.ts";
import { MINUTE, viewStep } from "../../domain/time/range.ts";
import { seriesSpan } from "../chart/data.ts";
import { fetchJson } from "../live/fetch.ts";
import type { LoadedRange } from "./loaded_range.ts";

/** Response of `/api/series`. */
type SeriesResponse =
  & Series
  & Interruptions
  & Partial<Pick<SourceSeries, "sources">>;

/** Response of `/api/jumps`. */
interface JumpsResponse {
  readonly jumps: readonly Jump[];
}

/** Reads what a page shows of a range. @param key The time parameters of its address. */
export async function fetchRange(
  slug: string,
  key: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<LoadedRange> {
  const range = readPageRange(new URLSearchParams(key), nowMs);
  const isWindow = range.kind === "live" || range.kind === "5m";
  const params = {
    ...Object.fromEntries(new URLSearchParams(key)),
    topic: slug,
  };
  const { by, ...step } = stepParams(range);
  const [response, jumps] = await Promise.all([
    fetchJson<SeriesResponse>(
      "/api/series",
      { ...params, ...step, ...(by && { by }) },
      signal,
    ),
    fetchJson<JumpsResponse>("/api/jumps", { ...params, ...step }, signal)
      .then(({ jumps }) => jumps, () => []), // the next round retries
  ]);
  const { outages } = response;
  const sources = severalSources(
    response.sources ? { t: response.t, sources: response.sources } : null,
  );
  if (isWindow) return { key, view: null, outages, sources, jumps };

  const series = cutSeries(response, nowMs / 1_000);
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  const view = { kind: range.kind, series, motion };
  return { key, view, outages, sources, jumps };
}

/** The step of a range, and whether to read it by source: sources are counted by the minute. */
function stepParams(range: PageRange): { step?: string; by?: string } {
  if (range.kind === "all") return { by: "source" };
  if (range.kind === "live") return { step: String(MINUTE), by: "source" };
  if (range.kind === "5m") return { step: String(WINDOW_STEP) };
  const step = viewStep(range.to - range.from);
  return {
    step: String(step),
    ...(step % MINUTE === 0 && { by: "source" }),
  };
}
