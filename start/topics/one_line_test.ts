import { strictEqual } from "node:assert/strict";
import { oneLine } from "./one_line.ts";

const TEXTS: [text: string, most: number, shown: string][] = [
  [" a\n\tb  c ", 10, "a b c"],
  ["\x1b[31mred\x07", 20, "\ufffd[31mred\ufffd"],
  ["a\u202eb\u2066c", 20, "a\ufffdb\ufffdc"],
  ["12345", 5, "12345"],
  ["123456", 5, "1234…"],
  ["😀😀😀", 2, "😀…"],
];

for (const [text, most, shown] of TEXTS) {
  Deno.test(`oneLine() shows ${JSON.stringify(text)} as ${JSON.stringify(shown)}`, () => {
    strictEqual(oneLine(text, most), shown);
  });
}
