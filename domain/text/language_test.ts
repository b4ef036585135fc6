import { strictEqual } from "node:assert/strict";
import { readLanguage } from "./language.ts";

const CASES: readonly (readonly [tag: unknown, language: string])[] = [
  ["en", "en"],
  ["EN", "en"],
  [" de ", "de"],
  ["pt-BR", "pt"],
  ["pt_BR", "pt"],
  ["zh-Hant-TW", "zh"],
  ["zh_CN", "zh"],
  ["zh-min-nan", "zh"],
  ["de_DE.UTF-8", "de"],
  ["iw", "he"],
  ["in", "id"],
  ["ji", "yi"],
  ["jw", "jv"],
  ["tl", "fil"],
  ["iw-IL", "he"],
  ["eng", "en"],
  ["ger", "de"],
  ["ckb", "ckb"],
  ["yue-Hant", "yue"],
  ["nds", "nds"],
  ["und", "und"],
  ["und-Latn", "und"],
  ["qme", "und"],
  ["qht", "und"],
  ["qam", "und"],
  ["qst", "und"],
  ["zxx", "und"],
  ["art", "und"],
  ["mul", "und"],
  ["x-klingon", "und"],
  ["xx", "und"],
  ["jp", "und"],
  ["english", "und"],
  ["en, de", "und"],
  ["<b>", "und"],
  ["", "und"],
  [7, "und"],
  [null, "und"],
  [undefined, "und"],
];
for (const [tag, language] of CASES) {
  Deno.test(`readLanguage() reads ${JSON.stringify(tag)} as ${language}`, () => {
    strictEqual(readLanguage(tag), language);
    strictEqual(readLanguage(language), language);
  });
}
