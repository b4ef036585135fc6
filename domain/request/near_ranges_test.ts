import { deepStrictEqual } from "node:assert/strict";
import { nearRanges } from "./near_ranges.ts";

Deno.test("nearRanges() goes half a stretch back and on, to its middle, and around it", () => {
  const near = nearRanges({ from: 1_000, to: 5_000 }, 100_000_000);
  deepStrictEqual(near, {
    earlier: { range: null, from: "0", to: "3000" },
    less: { range: null, from: "2000", to: "4000" },
    more: { range: null, from: "0", to: "7000" },
    later: { range: null, from: "3000", to: "7000" },
  });
});

Deno.test("nearRanges() goes no further than now", () => {
  const near = nearRanges({ from: 6_000, to: 10_000 }, 10_000_000);
  deepStrictEqual(near.later, null);
  deepStrictEqual(near.more, { range: null, from: "4000", to: null });
});
