import { strictEqual } from "node:assert/strict";
import { formatCount } from "./format_count.ts";

Deno.test("formatCount() groups thousands and knows no parts of a post", () => {
  strictEqual(formatCount(0), "0");
  strictEqual(formatCount(20_761), "20,761");
  strictEqual(formatCount(41.4), "41");
});
