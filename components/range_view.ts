import type { Series } from "../domain/series.ts";
import type { WindowTerms } from "../domain/snapshot.ts";

/** A stretch of time that charts and words show instead of the live window. */
export interface RangeView {
  readonly series: Series;
  readonly terms: WindowTerms;
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
}
