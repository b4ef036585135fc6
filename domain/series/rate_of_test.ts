import { strictEqual } from "node:assert/strict";
import { rateOf } from "./rate_of.ts";

Deno.test("rateOf() sums the six buckets before the current one", () => {
  strictEqual(rateOf({ posts: [100, 1, 2, 3, 4, 5, 6, 1_000] }), 21);
});

Deno.test("rateOf() sums what there is of a short window", () => {
  strictEqual(rateOf({ posts: [1, 2, 1_000] }), 3);
  strictEqual(rateOf({ posts: [1_000] }), 0);
  strictEqual(rateOf({ posts: [] }), 0);
});
