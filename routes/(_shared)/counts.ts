import { hasFilter, type PostFilter } from "../../domain/post/search.ts";
import type { PageRange } from "../../domain/request/range.ts";
import type { Step } from "../../domain/series/buckets.ts";
import {
  type CountedMatches,
  countMatched,
  describeMatched,
  type Filtered,
} from "../../domain/series/matched.ts";
import type { Series, SourceSeries } from "../../domain/series/series.ts";
import { MINUTE, type TimeRange } from "../../domain/time/range.ts";
import type { State } from "../../state.ts";

/** Counts of a range of a topic, in steps that are still to be chosen. */
export interface Counts {
  /** The range that is counted. */
  readonly range: TimeRange;
  readonly readSeries: (step: Step) => Promise<Series>;
  /** @param step In seconds a multiple of 60. */
  readonly readSources: (step: Step) => Promise<SourceSeries>;
  /** How many posts match; null without a filter. */
  readonly filtered: Filtered | null;
}

type CountsState = Pick<
  State,
  "readMatched" | "readSeries" | "readSourceSeries"
>;

/** Opens the counts of all posts of a range, or of those that match a filter. */
export async function openCounts(
  state: CountsState,
  slug: string,
  asked: TimeRange,
  filter: PostFilter,
): Promise<Counts> {
  if (!hasFilter(filter)) {
    return {
      range: asked,
      readSeries: (step) => state.readSeries(slug, asked, step),
      readSources: (step) => state.readSourceSeries(slug, asked, step),
      filtered: null,
    };
  }
  const matched = await state.readMatched(slug, asked, filter);
  const known = new Map<Step, CountedMatches>();
  const countIn = (step: Step) => {
    const counted = known.get(step) ?? countMatched(matched, slug, step);
    known.set(step, counted);
    return counted;
  };
  return {
    range: matched.range,
    readSeries: (step) => Promise.resolve(countIn(step).series),
    readSources: (step) => Promise.resolve(countIn(step).sources),
    filtered: describeMatched(matched, asked),
  };
}

/** A range for a filter: where it moves with time, in whole minutes, so that requests within a minute share what is read. */
export function calmRange(asked: PageRange, range: TimeRange): TimeRange {
  const { from, to } = range;
  if (asked.kind === "all") return range;
  if (asked.kind === "custom" && !asked.isOpen) return range;
  return {
    from: asked.kind === "custom" ? from : Math.floor(from / MINUTE) * MINUTE,
    to: Math.ceil(to / MINUTE) * MINUTE,
  };
}
