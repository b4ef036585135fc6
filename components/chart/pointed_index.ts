import { bucketIndex } from "./bucket_index.ts";

/** The bucket that holds `time`; without one, the newest that is whole. */
export function pointedIndex(
  data: {
    readonly t: readonly number[];
    readonly step: number;
    readonly isLastCurrent: boolean;
  },
  time: number | null,
): number {
  const index = bucketIndex(data, time);
  if (index >= 0) return index;
  return Math.max(0, data.t.length - (data.isLastCurrent ? 2 : 1));
}
