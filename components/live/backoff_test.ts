import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { backoff } from "./backoff.ts";

Deno.test("backoff() doubles its bound up to half a minute", () => {
  const random = () => 1;
  deepStrictEqual(
    [1, 2, 3, 5, 6, 7, 5_000].map((failures) => backoff(failures, { random })),
    [1_000, 2_000, 4_000, 16_000, 30_000, 30_000, 30_000],
  );
});

Deno.test("backoff() may be nothing at all", () => {
  strictEqual(backoff(9, { random: () => 0 }), 0);
});
