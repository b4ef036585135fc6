import type { Mark, Sentiment, Term } from "../post/post.ts";
import { isReadLanguage, primaryTag } from "./languages.ts";
import { MODEL_FILE, openModel, type Pair } from "./model.ts";
import { type Reading, readText } from "./reading.ts";

/** What {@linkcode scoreText} finds. */
export interface Scored extends Probabilities {
  /** Sum of the marks' scores. */
  readonly score: number;
  /**
   * Folded words and emoji that count for the post, one entry an occurrence, in
   * order. A negated word is listed as such: `not angry`.
   */
  readonly positive: readonly string[];
  /** The same of what counts against it. */
  readonly negative: readonly string[];
  /** Where they stand, in order. */
  readonly marks: readonly Mark[];
  readonly decision: Sentiment;
  /** The text's hashtags, mentions, links and emoji, in order, with repetitions. */
  readonly terms: readonly Term[];
}

/** Rounded to thousandths; what is missing to 1 is the probability of neutral. */
export interface Probabilities {
  readonly pNegative: number;
  readonly pPositive: number;
}

/** Options for {@linkcode scoreText}. */
export interface ScoreTextOptions {
  /** Folded words and emoji that carry no sentiment here: the topic's own. @default none */
  ignore?: ReadonlySet<string>;
  /** BCP 47. @default {"und"} */
  lang?: string;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Scores a text: by the trained model, and by the words and emoji of the lexicon.
 *
 * The model's probabilities are those of equally frequent classes. Of a language
 * that it was not trained on, or of an unknown one in another script, they come
 * from the lexicon's score alone. The lexicon is an English one; a negated word
 * counts with its sign flipped. A hashtag is read as its words. Links, mentions,
 * cashtags and the topic's own words are not read: with or without them, the
 * probabilities are the same.
 */
export function scoreText(
  text: string,
  options: ScoreTextOptions = {},
): Scored {
  const { ignore = NONE, lang = "und" } = options;
  const reading = readText(text, ignore);
  const probabilities = toProbabilities(logitsOf(reading, lang));
  const { score, positive, negative, marks, terms } = reading;
  const { pNegative, pPositive } = probabilities;
  const decision = decide(probabilities);
  return {
    score,
    positive,
    negative,
    marks,
    terms,
    pNegative,
    pPositive,
    decision,
  };
}

/** The most probable class; neutral if another is as probable. */
export function decide({ pNegative, pPositive }: Probabilities): Sentiment {
  const pNeutral = Math.round(1_000 * (1 - pNegative - pPositive)) / 1_000;
  if (pPositive > pNegative && pPositive > pNeutral) return "positive";
  return pNegative > pPositive && pNegative > pNeutral ? "negative" : "neutral";
}

/** Logits of negative and positive against neutral. */
function logitsOf(reading: Reading, lang: string): Pair {
  const language = languageOf(reading, lang);
  return language === null
    ? lexiconLogits(reading.score)
    : openModel().logitsOf(reading, language);
}

/** The language as which the model reads a text; null if it does not. */
export function languageOf(
  { readable, foreign }: Pick<Reading, "readable" | "foreign">,
  lang: string,
): string | null {
  const tag = primaryTag(lang);
  if (isReadLanguage(tag)) return tag;
  return tag === "und" && readable >= foreign ? "und" : null;
}

/** By the lexicon alone: the decision is the sign of the score. */
export function lexiconLogits(score: number): Pair {
  const { slope, offset } = MODEL_FILE.fallback;
  return [-slope * score - offset, slope * score - offset];
}

/** Probabilities of three classes from logits against neutral. */
export function toProbabilities([negative, positive]: Pair): Probabilities {
  const top = Math.max(negative, positive, 0);
  const [a, b] = [Math.exp(negative - top), Math.exp(positive - top)];
  const sum = a + b + Math.exp(-top);
  const thousandths = Math.round(1_000 * a / sum);
  const rest = Math.min(1_000 - thousandths, Math.round(1_000 * b / sum));
  return { pNegative: thousandths / 1_000, pPositive: rest / 1_000 };
}

/** A piece of a text that weighed in its score. */
export interface WeighedWord {
  /** As written. */
  readonly word: string;
  /** In UTF-16 units of the text, as `to` is. */
  readonly from: number;
  readonly to: number;
  /** Logits towards positive; below 0 towards negative. */
  readonly weight: number;
}

/**
 * Which words and symbols weighed in a text's score, and how much, heaviest
 * first. A word weighs by its own features, by the pair that it ends, and by its
 * part of what the lexicon says.
 */
export function weighWords(
  text: string,
  options: ScoreTextOptions = {},
): WeighedWord[] {
  const { ignore = NONE, lang = "und" } = options;
  const reading = readText(text, ignore);
  const language = languageOf(reading, lang);
  const weights = new Map<number, WeighedWord>();
  const add = (from: number, to: number, weight: number) => {
    const known = weights.get(from) ?? { from, to, word: "", weight: 0 };
    to = Math.max(to, known.to);
    const word = text.slice(from, to);
    weights.set(from, { word, from, to, weight: known.weight + weight });
  };
  if (language !== null) {
    openModel().weigh(reading, (i, weight) => {
      const { from, to } = reading.seen[i]!;
      add(from, to, weight);
    });
  }
  const perPoint = lexiconWeight(reading, language);
  for (const [from, to, score] of reading.marks) {
    add(from, to, score * perPoint);
  }
  return [...weights.values()]
    .map((it) => ({ ...it, weight: Math.round(it.weight * 100) / 100 }))
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

/** Logits towards positive for each point of the lexicon's score. */
function lexiconWeight(reading: Reading, language: string | null): number {
  if (language === null) return 2 * MODEL_FILE.fallback.slope;
  const points = reading.marks.reduce((sum, [, , it]) => sum + Math.abs(it), 0);
  return points === 0
    ? 0
    : Math.abs(openModel().lexiconLogit(reading)) / points;
}
