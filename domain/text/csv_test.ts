import fc from "fast-check";
import { ok, strictEqual } from "node:assert/strict";
import { csvLine, csvTable, disarm, rearm } from "./csv.ts";

const CELLS: [name: string, cell: string | number | null, written: string][] = [
  ["writes plain text as it is", "plain text", "plain text"],
  ["leaves a missing value empty", null, ""],
  ["quotes a comma", "a,b", '"a,b"'],
  ["doubles quotes", 'say "hi"', '"say ""hi"""'],
  ["quotes a line break", "a\nb\r\nc", '"a\nb\r\nc"'],
  ["keeps other scripts and emoji", "أ 日 😀", "أ 日 😀"],
  ["leaves what a spreadsheet would run", "=1+1", "=1+1"],
  ["leaves a negative number a number", -3, "-3"],
];

for (const [name, cell, written] of CELLS) {
  Deno.test(`csvLine() ${name}`, () => {
    strictEqual(csvLine([cell]), `${written}\r\n`);
  });
}

Deno.test("csvLine() puts commas between cells", () => {
  strictEqual(csvLine(["a", null, 3, "b"]), "a,,3,b\r\n");
});

/** Signs that begin a formula, also as Chinese and Japanese keyboards write them. */
const SIGNS = [..."=+-@＝＋－＠﹦﹢﹣﹫"];

/** What may stand before it: spreadsheets drop some of it. */
const BEFORE = [
  "",
  "\n",
  " ",
  "\u00a0",
  "\ufeff",
  "\t",
  "\r",
  "\u200b",
  " \r\n\t",
];

for (const before of BEFORE) {
  Deno.test(`disarm() finds formulas after ${JSON.stringify(before)}`, () => {
    for (const sign of SIGNS) {
      const inner = /[\t\r\n]/.test(before) ? "'" : "";
      strictEqual(
        disarm(`${before}${sign}1`),
        `'${before}${inner}${sign}1`,
      );
    }
  });
}

Deno.test("disarm() finds formulas where other separators begin a cell", () => {
  strictEqual(disarm("a;=1;\t@b"), "a;'=1;\t'@b");
  strictEqual(disarm("a\n=1\n\n+2"), "a\n'=1\n\n'+2");
});

Deno.test("rearm() gives back what was disarmed", () => {
  const parts = fc.constantFrom(...SIGNS, ...BEFORE, ";", "a", "b c");
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), (some) => {
      const text = some.join("");
      strictEqual(rearm(disarm(text)), text);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("disarm() reads what cannot be seen once", () => {
  const startMs = performance.now();
  for (const sign of ["\n", " ", ";"]) {
    disarm(sign.repeat(65_536));
    rearm(sign.repeat(65_536));
  }
  ok(performance.now() - startMs < 500);
});

for (
  const text of ["", "1=1", "a - b", "a, =b", "日本 ＝", "ann@b.test", "#a"]
) {
  Deno.test(`disarm() leaves "${text}"`, () => strictEqual(disarm(text), text));
}

Deno.test("csvTable() leaves texts as they are, and disarms those for spreadsheets", () => {
  const rows = [["=1+1", -2], ["@ann", null]] as const;
  strictEqual(
    csvTable(["term", "count"], rows, "csv"),
    "term,count\r\n=1+1,-2\r\n@ann,\r\n",
  );
  strictEqual(
    csvTable(["term", "count"], rows, "csv-excel"),
    "\ufeffterm,count\r\n'=1+1,-2\r\n'@ann,\r\n",
  );
});
