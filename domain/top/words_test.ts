import { deepStrictEqual, ok } from "node:assert/strict";
import { stopWords, wordsOf } from "./words.ts";

const CASES: [lang: string, text: string, words: string[]][] = [
  ["en", "RT @ann: The SEA isn't rising, they’re sure https://t.co/x", [
    "sea",
    "rising",
    "sure",
  ]],
  ["en", "Trump's 2 cats & 1 dog #sea $BTC @bob", ["trump", "cats", "dog"]],
  ["de", "Das Meer steigt und über die Straße", ["meer", "steigt", "strasse"]],
  ["fr", "L'eau de la mer, aujourd'hui", ["eau", "mer", "aujourd'hui"]],
  ["es", "El mar y la mar", ["mar", "mar"]],
  ["ru", "Море и небо", ["море", "небо"]],
  ["und", "the sea", ["sea"]],
  ["xx", "the sea", ["the", "sea"]],
  ["ja", "海は青い", ["海", "青い"]],
  ["zh", "气候变化", ["气候", "变化"]],
  ["en", "__proto__ constructor", ["__proto__", "constructor"]],
];

for (const [lang, text, words] of CASES) {
  Deno.test(`wordsOf() finds the words of "${text}" in ${lang}`, () => {
    deepStrictEqual(wordsOf(text, lang), words);
  });
}

Deno.test("stopWords() knows the languages that most posts are in", () => {
  const langs =
    "ar bn de el en es fa fi fr he hi hu id it ja ko ms nl pl pt ro ru sv th tr uk ur vi zh";
  for (const lang of langs.split(" ")) ok(stopWords(lang).size > 20, lang);
  ok(!stopWords("__proto__").has("the"));
});
