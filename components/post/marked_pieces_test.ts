import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { Mark } from "../../domain/post/post.ts";
import { markedPieces } from "./marked_pieces.ts";

Deno.test("markedPieces() cuts a text at its marks", () => {
  deepStrictEqual(markedPieces("so good, not bad", [[3, 7, 3], [13, 16, -3]]), [
    { text: "so ", score: null },
    { text: "good", score: 3 },
    { text: ", not ", score: null },
    { text: "bad", score: -3 },
  ]);
});

const WRONG: [name: string, mark: Mark][] = [
  ["reaches outside", [1, 99, 3]],
  ["is empty", [1, 1, 3]],
  ["runs backwards", [3, 1, 3]],
  ["begins before the text", [-1, 2, 3]],
  ["lies between units", [0.5, 2, 3]],
  ["cuts a character in two", [0, 3, 3]],
  ["is not a number", [NaN, 2, 3]],
];

for (const [name, mark] of WRONG) {
  Deno.test(`markedPieces() leaves out a mark that ${name}`, () => {
    deepStrictEqual(markedPieces("ab😀cd", [mark]), [
      { text: "ab😀cd", score: null },
    ]);
  });
}

Deno.test("markedPieces() leaves out a mark that overlaps the one before", () => {
  const pieces = markedPieces("abcdef", [[0, 3, 1], [2, 5, 2]]);
  deepStrictEqual(pieces.map(({ text }) => text), ["abc", "def"]);
});

Deno.test("markedPieces() never loses, repeats or breaks a character", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 30 });
  const mark = fc.tuple(fc.nat(40), fc.nat(40), fc.integer());
  fc.assert(fc.property(text, fc.array(mark), (text, marks) => {
    const pieces = markedPieces(text, marks);
    strictEqual(pieces.map((piece) => piece.text).join(""), text);
    ok(pieces.every((piece) => piece.text.isWellFormed()));
  }));
});
