import type { Motion } from "../../domain/live/window.ts";
import type { PageRange } from "../../domain/request/range.ts";
import type { Series } from "../../domain/series/series.ts";

/** A time that charts show instead of the live window. */
export interface RangeView {
  readonly kind: PageRange["kind"];
  readonly series: Series;
  /** How it goes on with time; null if it lies in the past. */
  readonly motion: Motion | null;
}
