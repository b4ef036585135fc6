import type { Stretch } from "./missing_stretches.ts";

/** Whether the count of a bucket is not known: it is empty, and nothing could be read in a part of it. */
export function isMissing(
  bucket: { readonly t: number; readonly posts: number },
  step: number,
  missing: readonly Stretch[],
): boolean {
  const { t, posts } = bucket;
  return posts === 0 &&
    missing.some(({ from, to }) => from < t + step && to > t);
}
