import { strictEqual } from "node:assert/strict";
import { csvLine } from "./csv_line.ts";

const CELLS: [name: string, cell: string | number | null, written: string][] = [
  ["writes plain text as it is", "plain text", "plain text"],
  ["leaves a missing value empty", null, ""],
  ["quotes a comma", "a,b", '"a,b"'],
  ["doubles quotes", 'say "hi"', '"say ""hi"""'],
  ["quotes a line break", "a\nb\r\nc", '"a\nb\r\nc"'],
  ["keeps other scripts and emoji", "أ 日 😀", "أ 日 😀"],
  ["disarms a formula", "=1+1", "'=1+1"],
  [
    "disarms a formula that needs quotes",
    '=HYPERLINK("a,b")',
    `"'=HYPERLINK(""a,b"")"`,
  ],
  ["disarms a plus", "+41", "'+41"],
  ["disarms a minus", "-2+3", "'-2+3"],
  ["disarms a mention", "@SUM(A1)", "'@SUM(A1)"],
  ["disarms a tab", "\t=1", "'\t=1"],
  ["disarms a carriage return", "\r=1", `"'\r=1"`],
  ["leaves a negative number a number", -3, "-3"],
  ["leaves what is no formula", "1=1", "1=1"],
];

for (const [name, cell, written] of CELLS) {
  Deno.test(`csvLine() ${name}`, () => {
    strictEqual(csvLine([cell]), `${written}\r\n`);
  });
}

Deno.test("csvLine() puts commas between cells", () => {
  strictEqual(csvLine(["a", null, 3, "b"]), "a,,3,b\r\n");
});
