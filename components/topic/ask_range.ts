import type { Interruptions } from "../../domain/pipeline/outage.ts";
import { type PageRange, readPageRange } from "../../domain/request/range.ts";
import { rangeMotion } from "../../domain/request/range_motion.ts";
import { cutSeries } from "../../domain/series/cut_series.ts";
import type { Series } from "../../domain/series/series.ts";
import { severalSources } from "../../domain/series/several_sources.ts";
import type { SourceSeries } from "../../domain/series/source_series.ts";
import { viewStep } from "../../domain/series/view_step.ts";
import { seriesSpan } from "../chart/series_span.ts";
import { askServer } from "../live/ask_server.ts";
import type { LoadedRange } from "./loaded_range.ts";

/** What `/api/series` answers. */
type Answer =
  & Series
  & Interruptions
  & Partial<Pick<SourceSeries, "sources">>;

const MINUTE = 60;

/** Asks the server for all that a page shows of a time. */
export async function askRange(
  slug: string,
  key: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<LoadedRange> {
  const range = readPageRange(new URLSearchParams(key), nowMs);
  const isWindow = range.kind === "live" || range.kind === "5m";
  const answer = await askServer<Answer>("/api/series", {
    ...Object.fromEntries(new URLSearchParams(key)),
    ...stepParams(range),
    topic: slug,
  }, signal);
  const { outages } = answer;
  const sources = severalSources(
    answer.sources ? { t: answer.t, sources: answer.sources } : null,
  );
  if (isWindow) return { key, view: null, outages, sources };

  const series = cutSeries(answer, nowMs / 1_000);
  const { from, to } = range.kind === "all" ? seriesSpan(series) : range;
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  const { kind } = range;
  const view = { kind, from, to, series, outages, motion };
  return { key, view, outages, sources };
}

/** In which steps to ask, and whether by source: those are counted by the minute. */
function stepParams(range: PageRange): Record<string, string> {
  if (range.kind === "all") return { by: "source" };
  if (range.kind === "live") return { step: String(MINUTE), by: "source" };
  if (range.kind === "5m") return {};
  const step = viewStep(range.to - range.from);
  return {
    step: String(step),
    ...(step % MINUTE === 0 && { by: "source" }),
  };
}
