import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import Sentiment from "sentiment";
import {
  CHANGED_WORDS,
  CONTEXTS,
  DROPPED_WORDS,
  LATER_EMOJI,
  LEXICON,
} from "./lexicon.ts";

Deno.test("LEXICON holds AFINN-165, our words and the later emoji", () => {
  strictEqual(LEXICON.get("abandon"), -2);
  strictEqual(LEXICON.get("superb"), 5);
  strictEqual(LEXICON.get("yay"), 2);
  strictEqual(LEXICON.get("🥰"), 3);
  ok(LEXICON.size > 3_000);
});

Deno.test("LEXICON scores with integers from -5 to 5, never 0", () => {
  const odd = [...LEXICON].filter(([, score]) =>
    !Number.isInteger(score) || score === 0 || Math.abs(score) > 5
  );
  deepStrictEqual(odd, []);
});

Deno.test("LEXICON is the same whether the package is loaded or not", () => {
  ok(Sentiment);
  strictEqual(LEXICON.get("😂"), undefined);
});

Deno.test("LEXICON does not hold what was dropped, nor names of Object's members", () => {
  for (
    const word of [...DROPPED_WORDS, "constructor", "__proto__", "toString"]
  ) {
    strictEqual(LEXICON.get(word), undefined, word);
  }
});

Deno.test("LEXICON has a score for each word that needs a context", () => {
  for (const word of CONTEXTS.keys()) ok(LEXICON.has(word), word);
});

Deno.test("the changes name each word once", () => {
  const words = [
    ...CHANGED_WORDS.map(([word]) => word),
    ...LATER_EMOJI.map(([emoji]) => emoji),
    ...DROPPED_WORDS,
  ];
  strictEqual(new Set(words).size, words.length);
});
