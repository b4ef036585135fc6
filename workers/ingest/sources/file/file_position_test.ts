import { deepStrictEqual, throws } from "node:assert/strict";
import { formatFilePosition, parseFilePosition } from "./file_position.ts";

const POSITION = { pass: 2, line: 17, head: "0a1b" };

Deno.test("parseFilePosition() reads what formatFilePosition() wrote", () => {
  const text = formatFilePosition(POSITION);
  deepStrictEqual(parseFilePosition(text, "0a1b"), POSITION);
});

Deno.test("parseFilePosition() is null before the first checkpoint", () => {
  deepStrictEqual(parseFilePosition(null, "0a1b"), null);
});

Deno.test("parseFilePosition() is null if the file begins otherwise than it did", () => {
  deepStrictEqual(
    parseFilePosition(formatFilePosition(POSITION), "ffff"),
    null,
  );
});

for (const text of ["", "17", "{}", `{"pass":0,"line":1,"head":"0a1b"}`]) {
  Deno.test(`parseFilePosition() refuses ${JSON.stringify(text)}`, () => {
    throws(() => parseFilePosition(text, "0a1b"), { name: "ValiError" });
  });
}
