import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ConnectionError } from "./http.ts";
import { createBackOff } from "./mastodon.ts";

const WAITS = { leastRetryMs: 1_000, mostRetryMs: 60_000 };
const SOON = new ConnectionError("it broke");

function take(count: number, random: () => number): number[] {
  const backOff = createBackOff(WAITS, random);
  return Array.from({ length: count }, () => backOff.next(SOON));
}

Deno.test("createBackOff() tries at once, then waits up to twice as long each time", () => {
  deepStrictEqual(take(9, () => 1), [
    0,
    1_000,
    2_000,
    4_000,
    8_000,
    16_000,
    32_000,
    60_000,
    60_000,
  ]);
  deepStrictEqual(take(4, () => 0.5), [0, 500, 1_000, 2_000]);
  deepStrictEqual(take(4, () => 0), [0, 0, 0, 0]);
});

Deno.test("createBackOff() waits as long as it is asked to, if that is longer", () => {
  const backOff = createBackOff(WAITS, () => 1);
  strictEqual(backOff.next(new ConnectionError("", { retry: 3_000 })), 3_000);
  strictEqual(backOff.next(new ConnectionError("", { retry: 10 })), 1_000);
  strictEqual(backOff.next(new ConnectionError("", { retry: "late" })), 60_000);
});

Deno.test("createBackOff() begins anew", () => {
  const backOff = createBackOff(WAITS, () => 1);
  for (let i = 0; i < 5; i++) backOff.next(SOON);
  backOff.reset();
  deepStrictEqual([backOff.next(SOON), backOff.next(SOON)], [0, 1_000]);
});
