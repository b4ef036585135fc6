import type { TermCount } from "../../domain/live/snapshot.ts";
import type { Interruptions } from "../../domain/pipeline/outage.ts";
import { readPageRange } from "../../domain/request/page_range.ts";
import { rangeMotion } from "../../domain/request/range_motion.ts";
import type { Series } from "../../domain/series/series.ts";
import type { SourceSeries } from "../../domain/series/source_series.ts";
import { seriesSpan } from "../chart/series_span.ts";
import type { LoadedRange } from "./loaded_range.ts";

/** What `/api/series` answers. */
type Answer = Series & Interruptions & Partial<Pick<SourceSeries, "sources">>;

const WORDS = 10;

/** Asks the server for all that a page shows of a time. */
export async function askRange(
  slug: string,
  key: string,
  nowMs: number,
  signal: AbortSignal,
): Promise<LoadedRange> {
  const range = readPageRange(new URLSearchParams(key), nowMs);
  const isWindow = range.kind === "live" || range.kind === "5m";
  const series = await ask<Answer>("series", {
    ...Object.fromEntries(new URLSearchParams(key)),
    ...(range.kind === "live" && { range: "15m", step: "60" }),
    topic: slug,
    by: "source",
  }, signal);
  const { outages } = series;
  const sources = sourcesOf(series);
  if (isWindow) return { key, view: null, outages, sources };

  const { from, to } = range.kind === "all" ? seriesSpan(series) : range;
  const termsOf = (kind: string) =>
    ask<TermCount[]>("terms", {
      topic: slug,
      from: String(from),
      to: String(to),
      kind,
      limit: String(WORDS),
    }, signal);
  const [positive, negative] = await Promise.all(
    [termsOf("positive"), termsOf("negative")],
  );
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  const terms = { positive, negative };
  const { kind } = range;
  const view = { kind, from, to, series, terms, outages, motion };
  return { key, view, outages, sources };
}

async function ask<T>(
  endpoint: string,
  params: Record<string, string>,
  signal: AbortSignal,
): Promise<T> {
  const response = await fetch(
    `/api/${endpoint}?${new URLSearchParams(params)}`,
    { signal },
  );
  if (!response.ok) throw new Error(`The server answers ${response.status}`);
  return await response.json();
}

/** Null unless there is more than one source to tell apart. */
function sourcesOf({ t, sources }: Answer): SourceSeries | null {
  return sources && Object.keys(sources).length > 1 ? { t, sources } : null;
}
