import { strictEqual } from "node:assert/strict";
import { costOf } from "./cost_of.ts";

Deno.test("costOf() takes half a cent a post", () => {
  strictEqual(costOf(0), 0);
  strictEqual(costOf(3), 0.015);
  strictEqual(costOf(2_000), 10);
});
