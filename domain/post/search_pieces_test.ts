import { deepStrictEqual } from "node:assert/strict";
import { searchPieces } from "./search_pieces.ts";

const CASES: [q: string, expected: string[]][] = [
  ["", []],
  [' "" " ', []],
  ["Sea  ICE", ["Sea", "ICE"]],
  ['"sea ice" melts', ["sea ice", "melts"]],
  ['sea "sea ice', ["sea", "sea ice"]],
  ['say"no"more', ["say", "no", "more"]],
  ["100% $A_B ärger", ["100%", "$A_B", "ärger"]],
];

for (const [q, expected] of CASES) {
  Deno.test(`searchPieces() takes ${JSON.stringify(q)} apart`, () => {
    deepStrictEqual(searchPieces(q), expected);
  });
}

Deno.test("searchPieces() takes no more than the database can look for", () => {
  deepStrictEqual(searchPieces("a ".repeat(100)).length, 16);
});
