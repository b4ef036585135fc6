import { deepStrictEqual } from "node:assert/strict";
import { tokensOf } from "./tokens.ts";

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
