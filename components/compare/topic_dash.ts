const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [16, 4], [5, 2], [2, 6]];

/** Dashes of the n-th line, counted from 0. */
export function topicDash(n: number): readonly number[] {
  return DASHES[n % DASHES.length]!;
}
