import { strictEqual } from "node:assert/strict";
import { matchSearch, readSearch } from "./search.ts";

const CASES: [q: string, text: string, isFound: boolean][] = [
  ["ÄRGER", "Ein Ärger, 100%", true],
  ["100% ein", "Ein Ärger, 100%", true],
  ['"100% ein"', "Ein Ärger, 100%", false],
  ['"ein ä"', "Ein Ärger", false],
  ['"EIN ärger"', "Ein Ärger", true],
  ["rain OR snow", "no rain", true],
  ["rain -no", "no rain", false],
  ["rain -", "rain - no", true],
  ["rain -", "rain", false],
  ['sea "sea ice', "the sea ice melts", true],
  ['sea "sea ice', "ice at sea", false],
  ['say"no"more', "say more: no", true],
  ["a😀b", "a😀b", true],
  ["$5", "for $5", true],
  ["https://x.com/a", "see https://x.com/a", true],
  ['""', "anything", true],
  [":) #x", "a #X :)", true],
  [":) #x", "a x :)", false],
];
for (const [q, text, isFound] of CASES) {
  Deno.test(`matchSearch() finds ${JSON.stringify(text)} ${isFound ? "" : "not "}for ${q}`, () => {
    const post = { text, author: null, lang: "und" };
    strictEqual(matchSearch(readSearch(q), post), isFound);
  });
}

Deno.test("readSearch() takes no more pieces than are worth comparing", () => {
  const { signs } = readSearch("! ".repeat(100));
  strictEqual(signs.length, 16);
});
