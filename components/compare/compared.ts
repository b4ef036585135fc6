import type { Series } from "../../domain/series/series.ts";

/** Topics that stand side by side at most: so many lines can be told apart. */
export const MOST_COMPARED = 7;

/** How posts are told: as they are, or as percent of each topic's own mean. */
export const SCALES = ["absolute", "indexed"] as const;

/** One of {@linkcode SCALES}. */
export type Scale = typeof SCALES[number];

/** One of the topics that are compared. */
export interface Compared {
  readonly slug: string;
  /** As it can be seen on any paper. */
  readonly color: string;
  /** What tells its line from the others besides the color. */
  readonly dash: readonly number[];
  /** Over the time that is shown; all topics have the same buckets. */
  readonly series: Series;
  /** Whether it was removed while one looked. */
  readonly isGone: boolean;
}
