import { deepStrictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { lastBuckets } from "./last_buckets.ts";

Deno.test("lastBuckets() takes the end of all columns", () => {
  deepStrictEqual(
    lastBuckets(makeWindow([1, 2, 3], 30), 20),
    makeWindow([2, 3], 30),
  );
  deepStrictEqual(
    lastBuckets(makeWindow([1], 30), 900),
    makeWindow([1], 30),
  );
});
