import fc from "fast-check";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { formatCursor, parseCursor } from "./snapshot.ts";

Deno.test("parseCursor() reads what formatCursor() wrote", () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.nat({ max: 999_999_999_999_999 }),
      (epoch, seq) => {
        const cursor = { epoch, seq };
        deepStrictEqual(parseCursor(formatCursor(cursor)), cursor);
      },
    ),
  );
});

const MALFORMED = [
  "",
  ":",
  "1",
  ":1",
  "e1:",
  "e1:-1",
  "e1:1.5",
  "e1:1e3",
  "e1:١",
  "e1:1 ",
  " e1:1",
  "e1:1\n",
  "e1\n:1",
  "e1:2:3",
  "ä:1",
  "e1:1234567890123456",
  `${"e".repeat(65)}:1`,
];

for (const text of MALFORMED) {
  Deno.test(`parseCursor() takes ${JSON.stringify(text)} for no cursor`, () => {
    strictEqual(parseCursor(text), null);
  });
}
