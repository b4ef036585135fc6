import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ChartCursor, KEYS } from "./cursor.ts";
import { press as pressKey } from "./input.ts";

const AXIS = { t: [0, 60, 120, 180, 240], step: 60 };
const CHART = { axis: AXIS, isLastCurrent: false };

/** A cursor, and what it asked for. */
function make() {
  const asked: unknown[] = [];
  const cursor = new ChartCursor({
    zoom: (stretch) => asked.push(stretch),
    back: () => asked.push("back"),
  });
  const press = (...keys: string[]) =>
    keys.forEach((key) => {
      const [name, isShifted] = key.startsWith("Shift+")
        ? [key.slice(6), true]
        : [key, false];
      pressKey(cursor, name, isShifted, CHART);
    });
  return { cursor, asked, press };
}

const MOVES: [keys: string[], at: number][] = [
  [["ArrowLeft"], 180],
  [["ArrowRight"], 240],
  [["Home"], 0],
  [["Home", "ArrowRight", "ArrowRight"], 120],
  [["Home", "ArrowLeft"], 0],
  [["Home", "Shift+ArrowRight"], 240],
  [["Home", "End"], 240],
];

for (const [keys, at] of MOVES) {
  Deno.test(`ChartCursor is at ${at} after ${keys.join(", ")}`, () => {
    const { cursor, press } = make();
    press(...keys);
    strictEqual(cursor.hovered.value, at);
  });
}

Deno.test("ChartCursor begins at the newest bucket that is whole", () => {
  const chart = { ...CHART, isLastCurrent: true };
  const moved = (key: string) => {
    const { cursor } = make();
    pressKey(cursor, key, false, chart);
    return cursor.hovered.value;
  };
  strictEqual(moved("ArrowLeft"), 120);
  strictEqual(moved("ArrowRight"), 240);
  strictEqual(moved("PageDown"), 0);
  strictEqual(moved("PageUp"), 240);
});

Deno.test("ChartCursor zooms from where Enter was pressed to where it is pressed again, in either direction", () => {
  const { cursor, asked, press } = make();
  press("Home", "ArrowRight", "Enter");
  deepStrictEqual(cursor.marked.value, { from: 60, to: 120 });
  press("ArrowRight");
  deepStrictEqual(cursor.marked.value, { from: 60, to: 180 });
  press("Enter");
  strictEqual(cursor.marked.value, null);
  press("End", "Enter", "ArrowLeft", "Enter");
  deepStrictEqual(asked, [{ from: 60, to: 180 }, { from: 180, to: 300 }]);
});

Deno.test("ChartCursor clears a selection before it goes back", () => {
  const { cursor, asked, press } = make();
  press("Enter", "Escape");
  strictEqual(cursor.marked.value, null);
  deepStrictEqual(asked, []);
  press("Escape");
  deepStrictEqual(asked, ["back"]);
});

Deno.test("ChartCursor shows half the time around it, or twice as much", () => {
  const { asked, press } = make();
  press("+", "-", "Home", "+");
  deepStrictEqual(asked, [
    { from: 75, to: 225 },
    { from: -150, to: 450 },
    { from: 0, to: 150 },
  ]);
});

Deno.test("ChartCursor zooms to whole buckets that a pointer was dragged over, within the chart", () => {
  const { cursor, asked, press } = make();
  press("Enter");
  cursor.zoom(CHART, 130, 70);
  cursor.zoom(CHART, -50, 5_000);
  deepStrictEqual(asked, [{ from: 60, to: 180 }, { from: 0, to: 300 }]);
  strictEqual(cursor.marked.value, null);
});

Deno.test("ChartCursor forgets everything when it is left", () => {
  const { cursor, press } = make();
  press("Home", "Enter");
  cursor.leave();
  deepStrictEqual([cursor.hovered.value, cursor.marked.value], [null, null]);
});

Deno.test("ChartCursor leaves other keys to the page, and does nothing on an empty chart", () => {
  const { cursor } = make();
  deepStrictEqual(["a", "Tab", "ArrowUp"].filter((key) => KEYS.test(key)), []);
  const nothing = { ...CHART, axis: { ...AXIS, t: [] } };
  pressKey(cursor, "Home", false, nothing);
  pressKey(cursor, "Enter", false, nothing);
  deepStrictEqual([cursor.hovered.value, cursor.marked.value], [null, null]);
});
