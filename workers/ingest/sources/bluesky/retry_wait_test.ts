import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { retryWait } from "./retry_wait.ts";
import { WAITS } from "./waits.ts";

Deno.test("retryWait() doubles its bound from 1 s to 30 s after a try at once", () => {
  const bounds = Array.from(
    { length: 8 },
    (_, i) => retryWait(i + 1, WAITS, () => 1) / 1_000,
  );
  deepStrictEqual(bounds, [0, 1, 2, 4, 8, 16, 30, 30]);
  strictEqual(retryWait(5_000, WAITS, () => 1), 30_000);
});

Deno.test("retryWait() waits anything up to its bound", () => {
  strictEqual(retryWait(4, WAITS, () => 0), 0);
  strictEqual(retryWait(4, WAITS, () => 0.25), 1_000);
  const waits = Array.from({ length: 500 }, () => retryWait(4, WAITS));
  ok(Math.min(...waits) < 400 && Math.max(...waits) > 3_600);
});
