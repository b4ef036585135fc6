import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readPageRange } from "./range.ts";
import { termsParams, termsSpan } from "./terms.ts";

const CASES: [query: string, expected: string][] = [
  ["list=emoji", "compare=1"],
  ["range=6h", "compare=1&from=1599978400&to=1600000000"],
  ["from=60&to=120", "compare=1&from=60&to=120"],
  ["range=all", "from=0"],
];

for (const [query, expected] of CASES) {
  Deno.test(`termsParams() asks for ${expected} where a page has "${query}"`, () => {
    const params = new URLSearchParams(query);
    const asked = termsParams("trump", "link", params, 1_600_000_000_000);
    strictEqual(`${asked}`, `topic=trump&kind=link&${expected}`);
  });
}

const NOW = 1_600_000_000_000;

const TERMS_CASES: [
  query: string,
  words: string,
  before: string | null,
  every: number | null,
][] = [
  ["", "last 15 min", "the previous 15 min", 5],
  ["range=6h", "last 6 h", "the previous 6 h", 43],
  ["range=30d", "last 30 d", "the previous 30 d", 300],
  ["range=all", "all time", null, 30],
  ["from=60&to=120", "selected range", "the preceding range", null],
  [`from=60&to=${NOW / 1_000}`, "selected range", "the preceding range", 300],
];

for (const [query, words, before, everySeconds] of TERMS_CASES) {
  Deno.test(`termsSpan() calls "${query}" "${words}"`, () => {
    const range = readPageRange(new URLSearchParams(query), NOW);
    const span = termsSpan(range, NOW);
    deepStrictEqual(
      JSON.parse(JSON.stringify(span).replaceAll("\u00a0", " ")),
      { words, before, everySeconds },
    );
  });
}
