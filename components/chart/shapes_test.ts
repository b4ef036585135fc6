import { strictEqual } from "node:assert/strict";
import { bandPath, barsPath } from "./ChartPicture.tsx";
import { linePath } from "./shapes.ts";

const SCALE = { min: 0, max: 10 };
const AROUND = { min: -1, max: 1 };

Deno.test("barsPath() puts bars side by side, and leaves out gaps and empty bars", () => {
  strictEqual(
    barsPath({ fill: "posts", current: false, upper: [10, null, 0, 5] }, SCALE),
    "M0 1000V0h1V1000M3 1000V500h1V1000",
  );
});

Deno.test("barsPath() begins a stacked bar where the one below it ends", () => {
  const layer = { current: false, lower: [25], upper: [75] };
  strictEqual(
    barsPath({ fill: "neutral", ...layer }, { min: 0, max: 100 }),
    "M0 750V250h1V750",
  );
});

Deno.test("linePath() leads a line through the middle of each bucket", () => {
  strictEqual(linePath([1, 0, -1], AROUND), "M0.5 0L1.5 500L2.5 1000");
});

Deno.test("linePath() has gaps, and a short stroke for a value alone", () => {
  strictEqual(
    linePath([0, 10, null, 5, null], SCALE),
    "M0.5 1000L1.5 0M3.25 500h.5",
  );
  strictEqual(linePath([null], SCALE), "");
});

Deno.test("linePath() of equal bounds stays at the bottom", () => {
  strictEqual(linePath([3, 3], { min: 3, max: 3 }), "M0.5 1000L1.5 1000");
});

Deno.test("bandPath() draws an area, and a column where a value is alone", () => {
  strictEqual(
    bandPath({ lower: [-1, 0, null, 0], upper: [0, 1, null, 1] }, AROUND),
    "M0.5 500L1.5 0L1.5 500L0.5 1000ZM3.25 500V0h.5V500Z",
  );
});
