import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { formatPostCursor, parsePostCursor } from "./post_cursor.ts";

for (
  const cursor of [{ seq: 42 }, { seq: 7, createdMs: 1_769_860_800_000 }, {
    seq: 1,
    createdMs: -5,
  }]
) {
  const text = formatPostCursor(cursor);
  Deno.test(`parsePostCursor() reads ${text}`, () => {
    deepStrictEqual(parsePostCursor(text), cursor);
  });
}

for (
  const text of [
    "",
    "0",
    "x",
    "1_",
    "_1",
    "e:5",
    "1.5",
    "1_2_3",
    "9999999999999999",
  ]
) {
  Deno.test(`parsePostCursor() refuses "${text}"`, () => {
    strictEqual(parsePostCursor(text), null);
  });
}
