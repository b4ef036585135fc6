import { strictEqual } from "node:assert/strict";
import { parseInstant } from "./parse_instant.ts";

const CASES: [text: string, expected: number | null][] = [
  ["0", 0],
  ["1514764800", 1_514_764_800],
  ["2018-01-01", 1_514_764_800],
  ["2018-01-01T00:00", 1_514_764_800],
  ["2018-01-01 00:00:00", 1_514_764_800],
  ["2018-01-01T00:00:00.999Z", 1_514_764_800],
  ["2018-01-01T01:00:00+01:00", 1_514_764_800],
  [" 2018-01-01 ", 1_514_764_800],
  ["", null],
  ["-1", null],
  ["1e9", null],
  ["2018", 2_018],
  ["2018-13-01", null],
  ["1969-12-31", null],
  ["9999999999999", null],
  ["yesterday", null],
  ["Infinity", null],
];

for (const [text, expected] of CASES) {
  Deno.test(`parseInstant() reads "${text}" as ${expected}`, () => {
    strictEqual(parseInstant(text), expected);
  });
}
