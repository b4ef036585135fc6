import { seriesSpan } from "../../components/chart/data.ts";
import type { LoadedRange, RangeView } from "../../components/topic/range.ts";
import { WINDOW_SPAN } from "../../domain/live/snapshot.ts";
import { windowRange } from "../../domain/live/window.ts";
import {
  type PageRange,
  parseRange,
  rangeMotion,
  readPageRange,
  timeParams,
} from "../../domain/request/range.ts";
import { cutSeries, severalSources } from "../../domain/series/series.ts";
import type { TimeRange, WholeRange } from "../../domain/time/range.ts";
import {
  fittingStep,
  HOUR,
  MINUTE,
  viewStep,
} from "../../domain/time/steps.ts";
import type { State } from "../../state.ts";

const TEN_MINUTES = 600;
/** Lines of several topics, and charts in small frames, have room for so many. */
const MOST_POINTS = 100;

/**
 * The time that an address asks to see topics over, in whole buckets that are
 * not too short for a line.
 *
 * @throws {ParameterError} If it is none.
 */
export async function readWholeRange(
  state: Pick<State, "readExtent">,
  slugs: readonly string[],
  params: URLSearchParams,
  nowMs: number,
): Promise<WholeRange> {
  const now = Math.ceil(nowMs / 1_000);
  const range = readPageRange(params, nowMs);
  const { from, to } = range.kind === "all"
    ? await unionOf(state, slugs) ?? { from: now - HOUR, to: now }
    : "from" in range
    ? range
    : { from: now - WINDOW_SPAN, to: now };
  const end = Math.max(from + 1, Math.min(to, now));
  // A line through buckets of a few seconds is mostly noise.
  const least = end - from > TEN_MINUTES ? 60 : 10;
  const step = Math.max(
    least,
    fittingStep(end - from, { maxPoints: MOST_POINTS }),
  );
  return {
    from: Math.floor(from / step) * step,
    to: Math.ceil(end / step) * step,
    step,
    isLive: Math.ceil(end / step) * step > nowMs / 1_000,
  };
}

/** From the first to the last post of any of them; null before the first. */
async function unionOf(
  { readExtent }: Pick<State, "readExtent">,
  slugs: readonly string[],
): Promise<TimeRange | null> {
  const extents = await Promise.all(slugs.map((slug) => readExtent(slug)));
  const known = extents.filter((extent) => extent !== null);
  if (known.length === 0) return null;
  return {
    from: Math.min(...known.map(({ from }) => from)),
    to: Math.max(...known.map(({ to }) => to)),
  };
}

/** The time that an address asks for. */
interface AskedRange {
  /** Path and query. */
  readonly address: string;
  readonly range: PageRange;
}

/** Reads what a topic's page shows of a time, but what the live stream brings. */
export async function readLoadedRange(
  state: Pick<
    State,
    | "readExtent"
    | "readInterruptions"
    | "readSeries"
    | "readSourceSeries"
  >,
  slug: string,
  { address, range }: AskedRange,
  nowMs: number,
): Promise<LoadedRange> {
  const key = timeParams(address).toString();
  const view = await readRangeView(state, slug, range, nowMs);
  const span = view ? seriesSpan(view.series) : windowRange(nowMs);
  const step = view?.series.step ?? MINUTE;
  const isBySource = range.kind !== "5m" && step % MINUTE === 0;
  const [{ outages }, sources] = await Promise.all([
    state.readInterruptions(span),
    isBySource ? state.readSourceSeries(slug, span, step) : null,
  ]);
  return { key, view, outages, sources: severalSources(sources) };
}

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

/**
 * Reads `from` and `to`, or `range` as addresses of pages name it; without
 * them it is the last quarter of an hour.
 *
 * @throws {ParameterError} If one is none.
 */
export async function readNamedRange(
  { readExtent }: Pick<State, "readExtent">,
  slug: string,
  params: URLSearchParams,
  nowMs: number,
): Promise<TimeRange> {
  const range = readPageRange(params, nowMs);
  if ("from" in range) return { from: range.from, to: range.to };
  if (range.kind === "live") return parseRange(params, nowMs);
  const now = Math.ceil(nowMs / 1_000);
  return await readExtent(slug) ?? { from: now - HOUR, to: now };
}
