import { ok, strictEqual } from "node:assert/strict";
import { pointAt } from "./point_at.ts";

const PLACES: [text: string, position: number, shown: string][] = [
  ["a (b", 2, "  a (b\n    ^"],
  ["", 0, "  \n  ^"],
  ["abc", 3, "  abc\n     ^"],
  ["東京 (b", 3, "  東京 (b\n       ^"],
  ["👨‍👩‍👧 (b", "👨‍👩‍👧 ".length, "  👨‍👩‍👧 (b\n     ^"],
  ["é (b", 2, "  é (b\n    ^"],
  ["a\n\t\x1b[2J(b", 7, "  a   [2J(b\n         ^"],
];

for (const [text, position, shown] of PLACES) {
  Deno.test(`pointAt() points at ${position} of ${JSON.stringify(text)}`, () => {
    strictEqual(pointAt(text, position), shown);
  });
}

Deno.test("pointAt() shows a line of a text of any length", () => {
  const text = `${"x".repeat(1_024)}(${"y".repeat(9_000)}`;
  const [line, caret] = pointAt(text, 1_024).split("\n");
  ok(line!.length < 80, line!);
  strictEqual(line![caret!.indexOf("^")], "(");
});
