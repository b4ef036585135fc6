import type { Stretch } from "./missing_stretches.ts";

/** From the start of the first bucket to the end of the last, in seconds since the epoch. */
export function seriesSpan(
  { t, step }: { readonly t: readonly number[]; readonly step: number },
): Stretch {
  return { from: t[0] ?? 0, to: (t.at(-1) ?? 0) + step };
}
