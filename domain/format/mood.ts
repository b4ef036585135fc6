import { formatNumber } from "./numbers.ts";

/** Net moods in words, from the most negative to the most positive. */
export const MOOD_WORDS = [
  ...["very negative", "negative", "slightly negative"] as const,
  "balanced",
  ...["slightly positive", "positive", "very positive"] as const,
] as const;

/** Where each of {@linkcode MOOD_WORDS} begins on its side of zero, from `balanced` on. */
const THRESHOLDS = [0, 5, 20, 40];

/** Points by which the level of a mood may be off until its topic is checked, on either side; see `MODEL.md`. */
export const LEVEL_ERROR = 10;

/** Names a net mood from -100 to 100: `slightly negative` from -5, `negative` from -20, `very negative` from -40. */
export function moodWords(mood: number): typeof MOOD_WORDS[number] {
  const size = Math.round(Math.abs(mood));
  const strength = THRESHOLDS.findLastIndex((least) => size >= least);
  return MOOD_WORDS[3 + Math.sign(mood) * strength]!;
}

/** The side of zero on which a net mood is; neutral if it is balanced. */
export function moodSide(
  mood: number,
): "positive" | "neutral" | "negative" {
  if (moodWords(mood) === "balanced") return "neutral";
  return mood > 0 ? "positive" : "negative";
}

/** A net mood with its sign: `+8`, `−21`; a dash where there is none. */
export function formatMood(mood: number | null): string {
  if (mood === null) return "–";
  return formatNumber(mood, 0, { signDisplay: "exceptZero" });
}
