import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { reconnectMs } from "./connection.ts";

const WAITS = { retryMs: 1_000, maxRetryMs: 30_000 };

function waitMs(
  failures: number,
  random?: () => number,
  retry: "soon" | "late" | number = "soon",
): number {
  return reconnectMs(failures, WAITS, { retry }, random && { random });
}

Deno.test("reconnectMs() doubles its bound up to a maximum after a try at once", () => {
  const bounds = Array.from(
    { length: 8 },
    (_, i) => waitMs(i + 1, () => 0) / 1_000,
  );
  deepStrictEqual(bounds, [0, 1, 2, 4, 8, 16, 30, 30]);
  strictEqual(waitMs(5_000, () => 0), 30_000);
});

Deno.test("reconnectMs() waits any time up to its bound", () => {
  strictEqual(waitMs(4, () => 1), 0);
  strictEqual(waitMs(4, () => 0.75), 1_000);
  const waits = Array.from({ length: 500 }, () => waitMs(4));
  ok(Math.min(...waits) < 400 && Math.max(...waits) > 3_600);
});

Deno.test("reconnectMs() waits as long as the server asks, if that is longer", () => {
  const random = () => 0;
  strictEqual(waitMs(1, random, "late"), 30_000);
  strictEqual(waitMs(1, random, 3_000), 3_000);
  strictEqual(waitMs(2, random, 3_000), 3_000);
  strictEqual(waitMs(20, random, 70_000), 70_000);
});
