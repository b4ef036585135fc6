import { strictEqual } from "node:assert/strict";
import { lineShapes } from "./shapes.ts";

const { line, band } = lineShapes({
  left: 100,
  top: 10,
  height: 100,
  unit: 10,
  min: -1,
  max: 1,
});

Deno.test("lineShapes() leads a line through the middle of each bucket", () => {
  strictEqual(line([1, 0, -1]), "M105 10L115 60L125 110");
});

Deno.test("lineShapes() leaves holes, and makes a stroke of a value alone", () => {
  strictEqual(line([0, 1, null, 0, null]), "M105 60L115 10M132.5 60h5");
  strictEqual(line([null]), "");
});

Deno.test("lineShapes() draws a band there and back, and a column where it is alone", () => {
  const shape = band({ lower: [-1, 0, null, 0], upper: [0, 1, 1, 1] });
  strictEqual(
    shape,
    "M105 60L115 10L115 60L105 110ZM132.5 60V10h5V60Z",
  );
});
