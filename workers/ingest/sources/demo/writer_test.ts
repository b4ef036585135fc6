import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Tone } from "./language.ts";
import { type LanguageCode, languages } from "./languages.ts";
import { createRandom } from "./random.ts";
import { authors, createTextWriter } from "./writer.ts";

Deno.test("authors are many, and no two have one handle", () => {
  const handles = authors.map((author) => author.handle);
  strictEqual(new Set(handles).size, handles.length);
  ok(
    handles.length > 500 &&
      handles.every((h) => /^[a-z]+_?[a-z]+_?\d*$/.test(h)),
  );
});

Deno.test("authors write every language, and most write English", () => {
  for (const code of Object.keys(languages)) {
    const count = authors.filter((author) => author.lang === code).length;
    ok(code === "en" ? count > 300 : count > 5, `${count} write ${code}`);
  }
});

const TONES: readonly Tone[] = ["positive", "negative", "neutral"];
const CODES = Object.keys(languages) as LanguageCode[];

function* writeAll(words: readonly string[], times: number) {
  const write = createTextWriter(createRandom(1));
  for (let i = 0; i < times; i++) {
    for (const lang of CODES) {
      for (const tone of TONES) yield write({ lang, tone, words });
    }
  }
}

function holds(text: string, word: string): boolean {
  const letter = String.raw`[\p{L}\p{M}\p{N}_]`;
  const source = `(?<!${letter})${RegExp.escape(word)}(?!${letter})`;
  return new RegExp(source, "iu").test(text);
}

const WORDS = [
  ["trump"],
  ["trump", "climate"],
  ["global warming"],
  ["café"],
  ["#vote"],
  ["@somebody"],
  ["$AAPL", "🚀"],
  ["$&"],
  ["<word>"],
  ["{thing}"],
];

for (const words of WORDS) {
  Deno.test(`createTextWriter() puts ${words.join(" and ")} in as tokens`, () => {
    for (const text of writeAll(words, 60)) {
      for (const word of words) ok(holds(text, word), `${word} in: ${text}`);
    }
  });
}

Deno.test("createTextWriter() leaves no blank unfilled", () => {
  const texts = [...writeAll([], 200), ...writeAll(["trump"], 200)];
  deepStrictEqual(
    texts.filter((text) => /[{}<>|]|\s{2}|^\s|\s$/.test(text)),
    [],
  );
});

Deno.test("createTextWriter() writes posts of a usual length", () => {
  const lengths = [...writeAll(["trump"], 200)].map((text) => text.length);
  ok(Math.min(...lengths) >= 8 && Math.max(...lengths) <= 280);
});

Deno.test("createTextWriter() links only to names that no site can have", () => {
  const hosts = [...writeAll([], 300)].flatMap((text) =>
    [...text.matchAll(/https?:\/\/([^/\s]+)/g)].map(([, host]) => host!)
  );
  ok(hosts.length > 100);
  deepStrictEqual(
    hosts.filter((host) => !/\.example(\.(com|net|org))?$/.test(host)),
    [],
  );
});
