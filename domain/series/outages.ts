import type * as v from "valibot";
import type {
  GapSchema,
  InterruptionsSchema,
  OutageSchema,
} from "../schema/series.ts";

/** A source, and when it ended. */
export interface SourceEnd {
  /** Its key. */
  readonly source: string;
  /** In seconds since the epoch; null: it is still running. */
  readonly end: number | null;
}

/**
 * Finds the times in which no running source could be read, and whose posts
 * were not recovered; oldest first. A source that is not listed in `sources`
 * was running at least during its gaps.
 */
export function findOutages(
  gaps: readonly Gap[],
  sources: readonly SourceEnd[],
): Outage[] {
  const lost = gaps.filter((gap) => !gap.recovered);
  const times = new Set(lost.flatMap(({ from, to }) => [from, endOf(to)]));
  for (const { end } of sources) times.add(endOf(end));
  const sorted = [...times].sort((a, b) => a - b);

  const outages: Outage[] = [];
  for (const [i, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[i + 1]!;
    const covering = lost.filter((gap) =>
      gap.from <= from && endOf(gap.to) >= to
    );
    const isAway = covering.length > 0 &&
      sources.every(({ source, end }) =>
        endOf(end) < to || covering.some((gap) => gap.source === source)
      );
    if (isAway) join(outages, from, to, covering);
  }
  return outages;
}

function endOf(time: number | null): number {
  return time ?? Infinity;
}

/** Adds a time range, to the last outage if they are contiguous. */
function join(
  outages: Outage[],
  from: number,
  end: number,
  covering: readonly Gap[],
): void {
  const to = end === Infinity ? null : end;
  const last = outages.at(-1);
  const before = last?.to === from ? outages.pop() : undefined;
  outages.push({
    from: before?.from ?? from,
    to,
    sources: union(before?.sources, covering.map((gap) => gap.source)).sort(),
    reasons: union(before?.reasons, covering.map((gap) => gap.why)),
  });
}

function union(
  before: readonly string[] = [],
  added: readonly string[],
): string[] {
  return [...new Set([...before, ...added])];
}

/** A time in which no source could be read, and whose posts were not recovered: how much was posted then is not known. */
export type Outage = v.InferOutput<typeof OutageSchema>;

/** An interruption of one source. */
export type Gap = v.InferOutput<typeof GapSchema>;

/** The interruptions within a time range, and the outages that they add up to. */
export type Interruptions = v.InferOutput<typeof InterruptionsSchema>;
