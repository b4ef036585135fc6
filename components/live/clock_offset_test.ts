import { strictEqual } from "node:assert/strict";
import { clockOffset } from "./clock_offset.ts";

Deno.test("clockOffset() trusts a clock that is near the server's", () => {
  strictEqual(clockOffset(1_000_000, 1_010_000, 1_004_321), 0);
  strictEqual(clockOffset(1_000_000, 1_010_000, 998_500), 0);
  strictEqual(clockOffset(1_000_000, 1_000_000, 1_002_500), 0);
});

Deno.test("clockOffset() sets a wrong clock to the middle of what the server's may be", () => {
  strictEqual(clockOffset(1_000_000, 1_010_000, 5_000), 1_000_000);
  strictEqual(clockOffset(1_000_000, 1_010_000, 4_605_000), -3_600_000);
});
