import { strictEqual } from "node:assert/strict";
import { linePath } from "./line_path.ts";

Deno.test("linePath() lifts the pen where there is no value", () => {
  strictEqual(
    linePath([0, 10, null, 5], 0, 10),
    "M0 100h0L1 0M3 50h0",
  );
});

Deno.test("linePath() of equal bounds stays at the bottom", () => {
  strictEqual(linePath([3, 3], 3, 3), "M0 100h0L1 100");
});
