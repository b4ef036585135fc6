import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { XFailure } from "./errors.ts";
import { TIMEOUTS, XBackoff } from "./pacing.ts";

/** The waits after as many failures of one kind. */
function waitsOf(
  kind: XFailure,
  count: number,
  resetMs: number | null = null,
): number[] {
  const backoff = new XBackoff(TIMEOUTS);
  return Array.from({ length: count }, () => backoff.next(kind, resetMs));
}

Deno.test("XBackoff tries at once after a break, then 250 ms later each time, to 16 s", () => {
  const waits = waitsOf("network", 70);
  deepStrictEqual(waits.slice(0, 4), [0, 250, 500, 750]);
  deepStrictEqual(waits.slice(63, 67), [15_750, 16_000, 16_000, 16_000]);
});

Deno.test("XBackoff doubles 5 s after errors of HTTP, to 320 s", () => {
  deepStrictEqual(waitsOf("http", 8), [
    5_000,
    10_000,
    20_000,
    40_000,
    80_000,
    160_000,
    320_000,
    320_000,
  ]);
});

Deno.test("XBackoff doubles a minute where X takes no more and does not say until when", () => {
  deepStrictEqual(waitsOf("rate", 5), [
    60_000,
    120_000,
    240_000,
    480_000,
    900_000,
  ]);
});

Deno.test("XBackoff waits as long as X says, and does not believe it for ever", () => {
  deepStrictEqual(waitsOf("rate", 3, 300_000), [301_000, 301_000, 301_000]);
  deepStrictEqual(waitsOf("rate", 4, 1_000), [2_000, 60_000, 120_000, 240_000]);
  deepStrictEqual(waitsOf("rate", 1, 9e15), [86_401_000]);
});

Deno.test("XBackoff counts short connections as failures of the network", () => {
  const backoff = new XBackoff(TIMEOUTS);
  for (const kind of ["network", "http", "rate"] as const) {
    backoff.next(kind, null);
    backoff.next(kind, null);
  }
  backoff.succeed();
  strictEqual(backoff.next("http", null), 5_000);
  strictEqual(backoff.next("rate", null), 60_000);
  strictEqual(backoff.next("network", null), 500);
  backoff.settle();
  strictEqual(backoff.next("network", null), 0);
});
