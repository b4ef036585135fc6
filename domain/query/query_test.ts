import { deepStrictEqual } from "node:assert/strict";
import { parseQuery } from "./parse.ts";
import { queryWords } from "./query.ts";

const CASES: Record<string, readonly [query: string, words: string[]]> = {
  "words, folded": ["TRUMP Straße", ["trump", "strasse"]],
  "the words of phrases": ['"climate change" co-op', [
    "climate",
    "change",
    "co",
    "op",
  ]],
  "tags and users": ["#a $brk.b @c.d from:e", [
    "a",
    "brk",
    "b",
    "c",
    "d",
    "e",
  ]],
  "words at any depth": ["(a OR (b c)) a", ["a", "b", "c"]],
  "nothing that is excluded": ['a -b -"c d" -#e', ["a"]],
  "a word that is also excluded elsewhere": ["a (b OR -c) c", ["a", "b", "c"]],
  "nothing of emoji and what narrows": [
    "😀 lang:en has:links is:retweet",
    [],
  ],
};

for (const [name, [query, words]] of Object.entries(CASES)) {
  Deno.test(`queryWords() lists ${name}`, () => {
    deepStrictEqual([...queryWords(parseQuery(query))], words);
  });
}
