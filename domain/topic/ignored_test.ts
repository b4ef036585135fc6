import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { scoreText } from "../sentiment/score.ts";
import { hiddenTerms, readIgnored } from "./ignored.ts";

const WORDS: [written: string, word: string | null][] = [
  [" Share ", "share"],
  ["ＴＯＰ", "top"],
  ["goooood", "good"],
  ["not angry", "angry"],
  ["can't wait", "wait"],
  ["#free", "free"],
  ["don’t", "don't"],
  ["naïve", "naïve"],
  ["東京", "東京"],
  ["self-confident", "self-confident"],
  ["Once-in-a-lifetime", "once-in-a-lifetime"],
  ["❤️", "❤"],
  ["👍🏽", "👍"],
  [":(", "🙁"],
  ["x".repeat(64), "x".repeat(64)],
  ["x".repeat(65), null],
  ["", null],
  ["two words", null],
  ["a, b", null],
  ["top.", null],
  ["-top", null],
  ["@bob", null],
  ["$RIG", null],
  ["https://example.com", null],
  ["🇩🇪", null],
  ["1️⃣", null],
];

for (const [written, word] of WORDS) {
  Deno.test(`readIgnored() reads ${JSON.stringify(written.slice(0, 30))} of ${written.length} as ${word?.slice(0, 30) ?? "no word"}`, () => {
    strictEqual(readIgnored(written), word);
  });
}

const TEXTS: [word: string, text: string][] = [
  ["share", "Share this, it is a great SHARE!!"],
  ["angry", "he is not angry, she is angry"],
  ["self-confident", "A self-confident man - so Self-Confident"],
  ["🙁", "sad 🙁 news :( and :-("],
  ["❤", "much ❤️ and <3"],
  ["free", "#free fees for the free's"],
];

for (const [word, text] of TEXTS) {
  Deno.test(`scoreText() reads nothing of “${text}” that lists as ${word}`, () => {
    const found = ({ positive, negative }: ReturnType<typeof scoreText>) =>
      [...positive, ...negative].map((listed) => readIgnored(listed));
    strictEqual(found(scoreText(text)).includes(word), true);
    const scored = scoreText(text, { ignore: new Set([word]), lang: "en" });
    strictEqual(found(scored).includes(word), false);
  });
}

Deno.test("scoreText() reads a compound that was taken out as it reads a mention", () => {
  const p = (text: string, ...ignored: string[]) => {
    const { pPositive, pNegative, score } = scoreText(text, {
      ignore: new Set(ignored),
      lang: "en",
    });
    return { pPositive, pNegative, score };
  };
  deepStrictEqual(
    p("this is a self-confident answer", "self-confident"),
    p("this is a @someone answer"),
  );
});

Deno.test("hiddenTerms() names a word as lists may have it", () => {
  deepStrictEqual(hiddenTerms(["top", "wait"]), [
    ...["top", "not top", "wait", "can't wait"],
  ]);
});
