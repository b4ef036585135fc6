import {
  deepStrictEqual,
  notStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { foldText, tokensOf } from "./tokens.ts";
import { cpuMs } from "../../tests/support/waiting.ts";

const EQUAL = [
  ["TRUMP", "trump", "case"],
  ["É", "é", "case of letters with a mark"],
  ["e\u0301", "é", "composed and decomposed letters"],
  ["STRASSE", "straße", "ss and ß"],
  ["STRAẞE", "straße", "the capital ß"],
  ["ΟΔΟΣ", "οδος", "a sigma at the end"],
  ["σ", "ς", "both small sigmas"],
  ["İ", "i̇", "a capital I with a dot, and i with a dot above it"],
  ["ﬁne", "FINE", "ligatures"],
  ["ſ", "S", "the long s"],
  ["\u212A", "k", "the kelvin sign"],
  ["ǆ", "ǅ", "title case"],
  ["ᾳ", "ΑΙ", "an iota below"],
  ["α\u0345\u0301", "ᾴ", "marks in any order"],
  ["Ꭰ", "ꭰ", "Cherokee"],
  ["İZMİR", "izmir", "a capital I with a dot, and i"],
  ["ＴＲＵＭＰ＿１", "trump_1", "full width"],
  ["ｶﾞﾝﾀﾞﾑﾃﾞｰﾀ", "ガンダムデータ", "half width Katakana"],
  ["компʼютер", "комп'ютер", "a letter that serves as an apostrophe"],
] as const;

for (const [a, b, name] of EQUAL) {
  Deno.test(`foldText() makes ${name} equal`, () => {
    strictEqual(foldText(a), foldText(b));
  });
}

const DIFFERENT = [
  ["é", "e", "diacritics"],
  ["ı", "i", "the dotless ı"],
  ["𝐭𝐫𝐮𝐦𝐩", "trump", "mathematical bold"],
  ["tru\u200Bmp", "trump", "zero width"],
] as const;

for (const [a, b, name] of DIFFERENT) {
  Deno.test(`foldText() keeps ${name} apart`, () => {
    notStrictEqual(foldText(a), foldText(b));
  });
}

Deno.test("foldText() changes nothing the second time, whatever the character", () => {
  for (let code = 0; code < 0x20000; code++) {
    const folded = foldText(String.fromCodePoint(code));
    strictEqual(foldText(folded), folded, `U+${code.toString(16)}`);
  }
});

Deno.test("foldText() makes a letter and its capital equal, except ı", () => {
  for (let code = 0; code < 0x20000; code++) {
    const letter = String.fromCodePoint(code);
    if (letter === "ı") continue;
    strictEqual(foldText(letter.toUpperCase()), foldText(letter), letter);
  }
});

Deno.test("foldText() takes no longer for marks piled on one letter", () => {
  const pile = "a" + "\u0301\u0323".repeat(20_000);
  const start = cpuMs();
  foldText(pile);
  ok(cpuMs() - start < 100, "40,000 marks took over 100 ms");
});

const CASES: Record<string, readonly [text: string, tokens: string[]]> = {
  "at punctuation": ["I like coca-cola!", ["I", "like", "coca", "cola"]],
  "at both apostrophes": ["Trump's Trump’s", ["Trump", "s", "Trump", "s"]],
  "before #, @ and $": ["#a @b $c", ["a", "b", "c"]],
  "inside addresses": ["www.trump.com/x", ["www", "trump", "com", "x"]],
  "not at _ and digits": ["real_45th", ["real_45th"]],
  "not at marks": ["हिन्दी", ["हिन्दी"]],
  "not between capitals": ["realDonaldTrump", ["realDonaldTrump"]],
  "at zero width characters": ["tru\u200Bmp\uFEFFx", ["tru", "mp", "x"]],
  "at emoji": ["a😀b", ["a", "b"]],
  "at emoji with a variation selector": ["I ❤\uFE0Fyou", ["I", "you"]],
  "not inside unspaced scripts": ["トランプ大統領", ["トランプ大統領"]],
  "at lone surrogates": ["a\uD800b", ["a", "b"]],
  "into nothing where there is no word": ["… !", []],
};

for (const [name, [text, tokens]] of Object.entries(CASES)) {
  Deno.test(`tokensOf() splits ${name}`, () => {
    deepStrictEqual(tokensOf(text), tokens);
  });
}
