import type { Motion } from "../../domain/live/window.ts";
import type { PageRange } from "../../domain/request/range.ts";
import type { Filtered } from "../../domain/series/matched.ts";
import type { Jump } from "../../domain/schema/jumps.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { ScorerChange } from "../../domain/series/scorers.ts";
import type { Series, SourceSeries } from "../../domain/series/series.ts";

/** The data of a range. */
export interface LoadedRange {
  /** The parameters of its address that set what is counted. */
  readonly key: string;
  /** Null for the live window, which the stream sends. */
  readonly view: RangeView | null;
  /** How many posts match the filter of the address; null without one. */
  readonly filtered: Filtered | null;
  readonly outages: readonly Outage[];
  /** Posts by source; null unless there are several. */
  readonly sources: SourceSeries | null;
  /** Share of posts in languages that are not read well, of 1; null without posts. */
  readonly poorlyReadShare: number | null;
  readonly scorerChanges: readonly ScorerChange[];
  /** What stood out of all posts, oldest first; none with a filter. */
  readonly jumps: readonly Jump[];
}

/** A range that charts show instead of the live window. */
export interface RangeView {
  readonly kind: PageRange["kind"];
  readonly series: Series;
  /** How it moves with time; null if it lies in the past. */
  readonly motion: Motion | null;
}

/** Whether the live window is shown only in part. */
export function isShort({ key }: LoadedRange): boolean {
  return key === "range=5m";
}

/** Names a range, as in `Mood, 7 d`; null for the live window. */
export function describeRange(loaded: LoadedRange): string | null {
  const { view } = loaded;
  switch (view?.kind) {
    case undefined:
      return isShort(loaded) ? "5\u00a0min" : null;
    case "all":
      return "all time";
    case "custom":
      return "selected range";
    case "live":
      return "15\u00a0min";
    default:
      return view!.kind.replace(/\d+/, "$&\u00a0");
  }
}
