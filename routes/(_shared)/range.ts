import { seriesSpan } from "../../components/chart/data.ts";
import type {
  LoadedRange,
  RangeView,
} from "../../components/topic/loaded_range.ts";
import { WINDOW_SPAN, WINDOW_STEP } from "../../domain/live/snapshot.ts";
import { windowRange } from "../../domain/live/window.ts";
import {
  isWindow,
  type PageRange,
  parsePagePer,
  type Per,
  perStep,
  rangeMotion,
  readPageRange,
} from "../../domain/request/range.ts";
import {
  autoSteps,
  type AutoStepsOptions,
  bucketEdges,
  isSparse,
  type Step,
  stepSeconds,
  type WholeRange,
} from "../../domain/series/buckets.ts";
import {
  cutSeries,
  type Series,
  severalSources,
} from "../../domain/series/series.ts";
import { jumpStep } from "../../domain/series/jumps.ts";
import { findScorerChanges } from "../../domain/series/scorers.ts";
import {
  MAX_LANGUAGES,
  poorlyReadShare,
} from "../../domain/sentiment/languages.ts";
import { HOUR, MINUTE, type TimeRange } from "../../domain/time/range.ts";
import { hasFilter, type PostFilter } from "../../domain/post/search.ts";
import { countedParams } from "../../domain/request/address.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import type { State } from "../../state.ts";
import { calmRange, type Counts, openCounts } from "./counts.ts";

/**
 * The times of a range: `all` spans the posts of these topics, or the last hour
 * if there are none. With a filter they are those of {@linkcode calmRange}.
 */
export async function resolveRange(
  state: Pick<State, "readExtent">,
  slugs: readonly string[],
  range: PageRange,
  nowMs: number,
  filter: PostFilter = {},
): Promise<TimeRange> {
  const times = await timesOf(state, slugs, range, nowMs);
  return hasFilter(filter) ? calmRange(range, times) : times;
}

async function timesOf(
  { readExtent }: Pick<State, "readExtent">,
  slugs: readonly string[],
  range: PageRange,
  nowMs: number,
): Promise<TimeRange> {
  if ("from" in range) return { from: range.from, to: range.to };
  const now = Math.ceil(nowMs / 1_000);
  if (range.kind === "live") return { from: now - WINDOW_SPAN, to: now };
  return await readWholeExtent({ readExtent }, slugs) ??
    { from: now - HOUR, to: now };
}

/** The hours of all posts of some topics; null if there are none. */
export async function readWholeExtent(
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

/** Buckets that a page shows at most. */
const MOST_SHOWN = 1_500;

/**
 * The buckets that an address asks for; else those that fit, the shortest first.
 *
 * @throws {ParameterError} If there are too many.
 */
function stepsOf(
  range: TimeRange,
  { per, zone }: Per,
  options: AutoStepsOptions,
): Step[] {
  return per === "auto"
    ? autoSteps(range, zone, options)
    : [perStep({ per, zone }, range, MOST_SHOWN)];
}

/**
 * Reads series in the first of some steps in which most buckets hold posts of
 * any of them, or in the last.
 */
export async function readFilled<S extends Pick<Series, "posts">>(
  range: TimeRange,
  steps: readonly Step[],
  read: (step: Step) => Promise<readonly S[]>,
): Promise<readonly S[]> {
  const [step, ...longer] = steps;
  const series = await read(step!);
  const sums = (series[0]?.posts ?? []).map((_, i) =>
    series.reduce((sum, { posts }) => sum + (posts[i] ?? 0), 0)
  );
  const next = longer[0];
  const isFull = next === undefined ||
    !isSparse(sums, bucketEdges(range, next).length - 1);
  return isFull ? series : await readFilled(range, longer, read);
}

/** Buckets that fit a line chart of several topics, or one in a small frame. */
const MAX_POINTS = 100;

/**
 * Reads the range of a page, none of it in the future, and the buckets in which
 * line charts may show it, none of them too short for a line.
 *
 * @throws {ParameterError} If the parameters are not a range, or cut it into too many buckets.
 */
async function readLineRange(
  state: Pick<State, "readExtent">,
  slugs: readonly string[],
  params: URLSearchParams,
  nowMs: number,
): Promise<{ wholeRange: (step: Step) => WholeRange; steps: Step[] }> {
  const range = readPageRange(params, nowMs);
  const { from, to } = await resolveRange(state, slugs, range, nowMs);
  const end = Math.max(from + 1, Math.min(to, Math.ceil(nowMs / 1_000)));
  const shown = { from, to: end };
  // A line through buckets of a few seconds is mostly noise.
  const shortest = end - from > 10 * MINUTE ? MINUTE : 10;
  const options = { maxPoints: MAX_POINTS, shortest };
  const wholeRange = (step: Step): WholeRange => {
    const edges = bucketEdges(shown, step);
    const whole = { from: edges[0]!, to: edges.at(-1)! };
    const isLive = whole.to > nowMs / 1_000;
    // Only what moves, or has no ends, is widened to whole buckets.
    return {
      ...(range.kind === "custom" && !isLive ? shown : whole),
      step: stepSeconds(step),
      ...(typeof step !== "number" && step),
      isLive,
    };
  };
  return { wholeRange, steps: stepsOf(shown, parsePagePer(params), options) };
}

/**
 * Reads the range of a page in the shortest buckets that fit a line chart.
 *
 * @throws {ParameterError} If the parameters are not a range.
 */
export async function readWholeRange(
  state: Pick<State, "readExtent">,
  slugs: readonly string[],
  params: URLSearchParams,
  nowMs: number,
): Promise<WholeRange> {
  const { wholeRange, steps } = await readLineRange(
    state,
    slugs,
    params,
    nowMs,
  );
  return wholeRange(steps[0]!);
}

/** Reads the range of a page, and counts of topics in the same buckets. */
export async function readLines(
  state: Pick<State, "readExtent" | "readSeries">,
  slugs: readonly string[],
  params: URLSearchParams,
  nowMs: number,
): Promise<{ range: WholeRange; series: readonly Series[] }> {
  const { wholeRange, steps } = await readLineRange(
    state,
    slugs,
    params,
    nowMs,
  );
  let range = wholeRange(steps[0]!);
  const series = await readFilled(range, steps, (step) => {
    range = wholeRange(step);
    return Promise.all(
      slugs.map((slug) => state.readSeries(slug, range, step)),
    );
  });
  return { range, series };
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
    | "readMatched"
    | "readSeries"
    | "readSourceSeries"
    | "readTerms"
  >,
  slug: string,
  { address, range }: ShownRange,
  nowMs: number,
): Promise<LoadedRange> {
  const params = new URLSearchParams(address.split("?")[1]);
  const filter = readViewFilter(params);
  const key = countedParams(address).toString();
  const per = parsePagePer(params);
  const isWhole = !hasFilter(filter);
  const read = isWhole && isWindow(range, per)
    ? null
    : await readRangeView(state, slug, { range, per, filter }, nowMs);
  const view = read?.view ?? null;
  const span = view ? seriesSpan(view.series) : windowRange(nowMs);
  const step = read?.step ?? MINUTE;
  const isBySource = range.kind !== "5m" && stepSeconds(step) % MINUTE === 0;
  const readSources = read?.counts.readSources ??
    ((step: Step) => state.readSourceSeries(slug, span, step));
  const [{ outages }, languages, sources, jumps] = await Promise.all([
    state.readInterruptions(span),
    isWhole
      ? state.readTerms(slug, read?.counts.range ?? span, "lang", MAX_LANGUAGES)
      : [],
    isBySource ? readSources(step) : null,
    isWhole
      ? state.readJumps(
        slug,
        span,
        range.kind === "5m" ? WINDOW_STEP : jumpStep(span),
      )
      : [],
  ]);
  const filtered = read?.counts.filtered ?? null;
  return {
    ...{ key, view, filtered, outages, jumps },
    sources: severalSources(sources),
    scorerChanges: view ? findScorerChanges(view.series) : [],
    poorlyReadShare: poorlyReadShare(languages),
  };
}

/** Reads the series of a range in buckets that fit it. */
async function readRangeView(
  state: Parameters<typeof readLoadedRange>[0],
  slug: string,
  { range, per, filter }: {
    readonly range: PageRange;
    readonly per: Per;
    readonly filter: PostFilter;
  },
  nowMs: number,
): Promise<{ view: RangeView; counts: Counts; step: Step }> {
  const times = await resolveRange(state, [slug], range, nowMs, filter);
  const isLong = range.kind === "all" || times.to - times.from >= HOUR;
  const options = { shortest: isLong ? MINUTE : 10 };
  const steps = isWindow(range, per)
    ? [range.kind === "5m" ? WINDOW_STEP : MINUTE]
    : stepsOf(times, per, options);
  const counts = await openCounts(state, slug, times, filter);
  let step: Step = MINUTE;
  const [read] = await readFilled(
    counts.range,
    steps,
    async (next) => [await counts.readSeries(step = next)],
  );
  const series = cutSeries(read!, nowMs / 1_000);
  const motion = rangeMotion(range, seriesSpan(series).to, nowMs);
  return { view: { kind: range.kind, series, motion }, counts, step };
}
