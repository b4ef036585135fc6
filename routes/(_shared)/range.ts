import { WINDOW_SPAN } from "../../domain/live/snapshot.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { fittingStep } from "../../domain/series/steps.ts";
import type { WholeRange } from "../../domain/series/whole_range.ts";
import type { State, TimeRange } from "../../state.ts";

const TEN_MINUTES = 600;
/** Lines of several topics, and charts in small frames, have room for so many. */
const MOST_POINTS = 100;
const HOUR = 3_600;

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
