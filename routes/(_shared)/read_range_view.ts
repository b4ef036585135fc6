import { seriesSpan } from "../../components/chart/series_span.ts";
import type { RangeView } from "../../components/topic/range_view.ts";
import type { PageRange } from "../../domain/request/range.ts";
import { rangeMotion } from "../../domain/request/range_motion.ts";
import { cutSeries } from "../../domain/series/cut_series.ts";
import { viewStep } from "../../domain/series/view_step.ts";
import type { State, TimeRange } from "../../state.ts";

/** Reads what a topic's page shows of a range; null if that is the live window. */
export async function readRangeView(
  state: Pick<
    State,
    "readExtent" | "readSeries"
  >,
  slug: string,
  range: PageRange,
  nowMs: number,
): Promise<RangeView | null> {
  if (range.kind === "live" || range.kind === "5m") return null;
  const { from, to } = range.kind === "all"
    ? await state.readExtent(slug) ?? lastHour(nowMs)
    : range;
  const step = Math.max(range.kind === "all" ? 60 : 10, viewStep(to - from));
  const whole = {
    from: Math.floor(from / step) * step,
    to: Math.ceil(to / step) * step,
  };
  const read = await state.readSeries(slug, whole, step);
  const series = cutSeries(read, nowMs / 1_000);
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  return { kind: range.kind, series, motion };
}

function lastHour(nowMs: number): TimeRange {
  const to = Math.ceil(nowMs / 1_000);
  return { from: to - 3_600, to };
}
