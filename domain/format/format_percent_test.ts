import { strictEqual } from "node:assert/strict";
import { formatPercent } from "./format_percent.ts";

Deno.test("formatPercent() tells whole percent with a space that does not break", () => {
  strictEqual(formatPercent(3, 8), "38\u00a0%");
  strictEqual(formatPercent(0, 8), "0\u00a0%");
});

Deno.test("formatPercent() has no share of nothing", () => {
  strictEqual(formatPercent(0, 0), "–");
});
