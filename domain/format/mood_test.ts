import { strictEqual } from "node:assert/strict";
import { formatMood, moodSide, moodWords } from "./mood.ts";

const CASES = [
  [-100, "−100", "very negative", "negative"],
  [-40, "−40", "very negative", "negative"],
  [-39.4, "−39", "negative", "negative"],
  [-20, "−20", "negative", "negative"],
  [-19.4, "−19", "slightly negative", "negative"],
  [-4.5, "−5", "slightly negative", "negative"],
  [-4.4, "−4", "balanced", "neutral"],
  [-0.2, "0", "balanced", "neutral"],
  [0, "0", "balanced", "neutral"],
  [4.4, "+4", "balanced", "neutral"],
  [4.5, "+5", "slightly positive", "positive"],
  [19.5, "+20", "positive", "positive"],
  [39.5, "+40", "very positive", "positive"],
  [100, "+100", "very positive", "positive"],
] as const;

for (const [mood, text, words, side] of CASES) {
  Deno.test(`a mood of ${mood} is written as ${text} and called ${words}`, () => {
    strictEqual(formatMood(mood), text);
    strictEqual(moodWords(mood), words);
    strictEqual(moodSide(mood), side);
  });
}

Deno.test("formatMood() writes a dash where there is no mood", () => {
  strictEqual(formatMood(null), "–");
});
