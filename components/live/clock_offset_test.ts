import { strictEqual } from "node:assert/strict";
import { clockOffset } from "./clock_offset.ts";

Deno.test("clockOffset() trusts a clock that is within the server's bucket", () => {
  strictEqual(clockOffset(1_000, 10, 1_004_321), 0);
  strictEqual(clockOffset(1_000, 10, 998_500), 0);
});

Deno.test("clockOffset() sets a wrong clock to the middle of the server's bucket", () => {
  strictEqual(clockOffset(1_000, 10, 5_000), 1_000_000);
  strictEqual(clockOffset(1_000, 10, 4_605_000), -3_600_000);
});
