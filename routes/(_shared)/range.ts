import { timeParams } from "../../domain/request/address.ts";
import { seriesSpan } from "../../components/chart/data.ts";
import type {
  LoadedRange,
  RangeView,
} from "../../components/topic/loaded_range.ts";
import { WINDOW_SPAN, WINDOW_STEP } from "../../domain/live/snapshot.ts";
import { windowRange } from "../../domain/live/window.ts";
import {
  type PageRange,
  rangeMotion,
  readPageRange,
} from "../../domain/request/range.ts";
import { cutSeries, severalSources } from "../../domain/series/series.ts";
import {
  fittingStep,
  HOUR,
  MINUTE,
  type TimeRange,
  viewStep,
  type WholeRange,
} from "../../domain/time/range.ts";
import type { State } from "../../state.ts";

/**
 * The times of a range: `all` spans the posts of these topics, or the last hour
 * if there are none.
 */
export async function resolveRange(
  { readExtent }: Pick<State, "readExtent">,
  slugs: readonly string[],
  range: PageRange,
  nowMs: number,
): Promise<TimeRange> {
  if ("from" in range) return { from: range.from, to: range.to };
  const now = Math.ceil(nowMs / 1_000);
  if (range.kind === "live") return { from: now - WINDOW_SPAN, to: now };
  const extents = await Promise.all(slugs.map((slug) => readExtent(slug)));
  const known = extents.filter((extent) => extent !== null);
  if (known.length === 0) return { from: now - HOUR, to: now };
  return {
    from: Math.min(...known.map(({ from }) => from)),
    to: Math.max(...known.map(({ to }) => to)),
  };
}

/** Buckets that fit a line chart of several topics, or one in a small frame. */
const MAX_POINTS = 100;

/**
 * Reads the range of a page in whole buckets, none of them in the future and
 * none too short for a line chart.
 *
 * @throws {ParameterError} If the parameters are not a range.
 */
export async function readWholeRange(
  state: Pick<State, "readExtent">,
  slugs: readonly string[],
  params: URLSearchParams,
  nowMs: number,
): Promise<WholeRange> {
  const range = readPageRange(params, nowMs);
  const { from, to } = await resolveRange(state, slugs, range, nowMs);
  const end = Math.max(from + 1, Math.min(to, Math.ceil(nowMs / 1_000)));
  // A line through buckets of a few seconds is mostly noise.
  const shortest = end - from > 10 * MINUTE ? MINUTE : 10;
  const fitting = fittingStep(end - from, { maxPoints: MAX_POINTS });
  const step = Math.max(shortest, fitting);
  const whole = widen({ from, to: end }, step);
  return { ...whole, step, isLive: whole.to > nowMs / 1_000 };
}

/** Widens a range to whole buckets. */
function widen({ from, to }: TimeRange, step: number): TimeRange {
  return {
    from: Math.floor(from / step) * step,
    to: Math.ceil(to / step) * step,
  };
}

/** The range that a topic's page shows. */
interface ShownRange {
  /** Path and query. */
  readonly address: string;
  readonly range: PageRange;
}

/** Reads what a topic's page shows of a range, except what the live stream sends. */
export async function readLoadedRange(
  state: Pick<
    State,
    | "readExtent"
    | "readInterruptions"
    | "readJumps"
    | "readSeries"
    | "readSourceSeries"
  >,
  slug: string,
  { address, range }: ShownRange,
  nowMs: number,
): Promise<LoadedRange> {
  const key = timeParams(address).toString();
  const view = await readRangeView(state, slug, range, nowMs);
  const span = view ? seriesSpan(view.series) : windowRange(nowMs);
  const step = view?.series.step ?? MINUTE;
  const isBySource = range.kind !== "5m" && step % MINUTE === 0;
  const [{ outages }, sources, jumps] = await Promise.all([
    state.readInterruptions(span),
    isBySource ? state.readSourceSeries(slug, span, step) : null,
    state.readJumps(slug, span, range.kind === "5m" ? WINDOW_STEP : step),
  ]);
  return { key, view, outages, sources: severalSources(sources), jumps };
}

/** Reads the series of a range; null for the live window, which the stream sends. */
async function readRangeView(
  state: Pick<State, "readExtent" | "readSeries">,
  slug: string,
  range: PageRange,
  nowMs: number,
): Promise<RangeView | null> {
  if (range.kind === "live" || range.kind === "5m") return null;
  const times = await resolveRange(state, [slug], range, nowMs);
  const shortest = range.kind === "all" ? MINUTE : 10;
  const step = Math.max(shortest, viewStep(times.to - times.from));
  const read = await state.readSeries(slug, widen(times, step), step);
  const series = cutSeries(read, nowMs / 1_000);
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  return { kind: range.kind, series, motion };
}
