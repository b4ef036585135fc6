/**
 * Whether all of `run` stands in `tokens`, one directly after the other.
 *
 * Knuth, Morris and Pratt's way: no token is looked at twice, so that repeated
 * words cost no more than others.
 */
export function holdsRun(
  tokens: readonly string[],
  run: readonly string[],
): boolean {
  const fallback = fallbacksOf(run);
  let matched = 0;
  for (const token of tokens) {
    while (matched > 0 && token !== run[matched]) matched = fallback[matched]!;
    if (token === run[matched]) matched++;
    if (matched === run.length) return true;
  }
  return false;
}

/** For each number of matched words, how many of them still match after a miss. */
function fallbacksOf(run: readonly string[]): number[] {
  const fallback = [0, 0];
  let matched = 0;
  for (let at = 1; at < run.length; at++) {
    while (matched > 0 && run[at] !== run[matched]) {
      matched = fallback[matched]!;
    }
    if (run[at] === run[matched]) matched++;
    fallback[at + 1] = matched;
  }
  return fallback;
}
