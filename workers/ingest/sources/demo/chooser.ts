import { createHeat } from "./heat.ts";
import type { Tone } from "./language.ts";
import { createMood } from "./mood.ts";
import type { Random } from "./random.ts";

const BOTH_SHARE = 0.05;
const MOST_HEAT = 6;

/** What a post is about, and how it is meant. */
export interface Choice {
  /** Tracked words: none, one or two. */
  readonly words: readonly string[];
  readonly tone: Tone;
}

/**
 * Creates the choice of what the next post is about. About half are about
 * nothing that is tracked; while a topic runs hot there are more about it. Ask
 * with rising times.
 */
export function createChooser(
  words: readonly string[],
  random: Random,
): (elapsedMs: number) => Choice {
  const heatAt = createHeat(words.length, random.fork());
  const moods = words.map(() => createMood(random.fork()));
  const everydayMood = createMood(random.fork());
  const shares = words.map(() => random.between(0.7, 1.3) / words.length);

  return (elapsedMs) => {
    const { topic: hot, strength, moodShift } = heatAt(elapsedMs);
    const weights = shares.map((share, topic) =>
      topic === hot ? share * (1 + MOST_HEAT * strength) : share
    );
    const topic = pickWeighted([...weights, 1], random);
    const word = words[topic];
    if (word === undefined) {
      return { words: [], tone: pickTone(everydayMood(elapsedMs), random) };
    }
    const mood = moods[topic]!(elapsedMs) + (topic === hot ? moodShift : 0);
    const other = random.chance(BOTH_SHARE) ? random.pick(words) : word;
    return {
      words: other === word ? [word] : [word, other],
      tone: pickTone(mood, random),
    };
  };
}

function pickWeighted(weights: readonly number[], random: Random): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => (left -= weight) < 0);
}

function pickTone(mood: number, random: Random): Tone {
  const positive = Math.max(0.05, Math.min(0.8, 0.36 + 0.35 * mood));
  const negative = Math.max(0.05, Math.min(0.8, 0.32 - 0.35 * mood));
  const at = random.next();
  if (at < positive) return "positive";
  return at < positive + negative ? "negative" : "neutral";
}
