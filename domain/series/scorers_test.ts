import { deepStrictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/posts.ts";
import { findScorerChanges } from "./scorers.ts";

/** Buckets of two posts each, by the versions that scored these; none of an empty bucket. */
const CASES: readonly [
  name: string,
  buckets: readonly (readonly number[])[],
  changes: readonly (readonly [at: number, before: unknown, after: unknown])[],
][] = [
  ["nothing where one version scored all", [[2, 2], [], [2, 2]], []],
  ["nothing of no posts", [[], []], []],
  ["a change, over empty buckets", [[1, 1], [], [2, 2]], [[2, 1, 2]]],
  ["a bucket of both", [[1, 1], [1, 2], [2, 2]], [[1, 1, 2]]],
  ["several of both", [[1, 1], [1, 2], [2, 1], [2, 2]], [[1, 1, 2]]],
  ["one that lasts", [[2, 2], [2, 3]], [[1, 2, null]]],
  ["a way back", [[2, 2], [2, 1], [2, 2]], [[1, 2, null], [2, null, 2]]],
  ["the end of both", [[1, 2], [2, 2]], [[1, null, 2]]],
  ["two changes", [[1, 1], [2, 2], [3, 3]], [[1, 1, 2], [2, 2, 3]]],
];

for (const [name, buckets, expected] of CASES) {
  Deno.test(`findScorerChanges() finds ${name}`, () => {
    const scored = buckets.map((versions) => versions.filter((it) => it > 1));
    const series = {
      ...makeWindow(buckets.map(({ length }) => length), 900),
      scored: scored.map(({ length }) => length),
      scorers: scored.map((versions) => versions.reduce((a, b) => a + b, 0)),
    };
    deepStrictEqual(
      findScorerChanges(series),
      expected.map(([i, before, after]) => ({ t: series.t[i], before, after })),
    );
  });
}
