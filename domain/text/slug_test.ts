import fc from "fast-check";
import { ok, strictEqual } from "node:assert/strict";
import { isSlug, slugOf } from "./slug.ts";

const SLUGS: Record<string, readonly [query: string, slug: string]> = {
  "a word": ["Trump", "trump"],
  "a cashtag": ["$AAPL", "aapl"],
  "a phrase": ['"climate change"', "climate-change"],
  "an unspaced script": ["トランプ", "トランプ"],
  "letters with marks": ["हिन्दी É", "हिन्दी-é"],
  "a user with _": ["@real_45", "real-45"],
  "operators": ["a OR b lang:en", "a-or-b-lang-en"],
  "words beside an emoji": ["❤\uFE0F love", "love"],
  "the key of a telephone": ["3\uFE0F\u20E3 days", "3-days"],
  "the key of a telephone, bare": ["3\u20E3 days", "3-days"],
  "an emoji": ["❤\uFE0F", ""],
  "64 characters at most": ["a".repeat(63) + " b", "a".repeat(63)],
};

for (const [name, [query, slug]] of Object.entries(SLUGS)) {
  Deno.test(`slugOf() makes a slug of ${name}`, () => {
    strictEqual(slugOf(query), slug);
  });
}

Deno.test("slugOf() makes nothing that isSlug() refuses, but empty ones", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
      const slug = slugOf(text);
      ok(slug === "" || isSlug(slug), JSON.stringify(slug));
    }),
    { numRuns: 3_000 },
  );
});

for (
  const slug of ["trump", "climate-change", "a_1", "45", "トランプ", "été"]
) {
  Deno.test(`isSlug() takes ${slug}`, () => ok(isSlug(slug)));
}

const REFUSED: Record<string, string> = {
  "an empty text": "",
  "a way up": "../x",
  "a dot": "a.b",
  "a star": "*",
  "a greater-than sign": ">",
  "a slash": "a/b",
  "a backslash": "a\\b",
  "a space": "a b",
  "a line break": "a\n",
  "a percent sign": "a%2f",
  "a question mark": "a?",
  "a zero character": "a\0",
  "a zero width space": "a\u200B",
  "capitals": "Trump",
  "a decomposed letter": "e\u0301",
  "ß, which folds to ss": "straße",
  "- in front": "-a",
  "_ in front": "__proto__",
  "a mark in front": "\u0301a",
  "an emoji": "😀",
  "65 characters": "a".repeat(65),
};

for (const [name, text] of Object.entries(REFUSED)) {
  Deno.test(`isSlug() refuses ${name}`, () => ok(!isSlug(text)));
}
