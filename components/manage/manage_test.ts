import { deepStrictEqual } from "node:assert/strict";
import { type Pieces, piecesAt } from "./manage.ts";

const CASES: [text: string, position: number, pieces: Pieces][] = [
  ["a (b", 2, { before: "a ", at: "(", behind: "b" }],
  ["😀 (b", 3, { before: "😀 ", at: "(", behind: "b" }],
  ["", 0, { before: "", at: "\u00a0", behind: "" }],
  ["abc", 3, { before: "abc", at: "\u00a0", behind: "" }],
  [`${"x".repeat(100)}(${"y".repeat(100)}`, 100, {
    before: `…${"x".repeat(60)}`,
    at: "(",
    behind: `${"y".repeat(60)}…`,
  }],
];

for (const [text, position, pieces] of CASES) {
  Deno.test(`piecesAt() cuts ${JSON.stringify(text.slice(0, 9))} at ${position}`, () => {
    deepStrictEqual(piecesAt(text, position), pieces);
  });
}
