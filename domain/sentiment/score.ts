import Sentiment from "sentiment";
import type { Mark } from "../post/post.ts";
import { LEXICON } from "./lexicon.ts";
import { findWords, scoreInContext } from "./words.ts";

/** What {@linkcode scoreText} finds. */
export interface Scored {
  /** Sum of the marks' scores. */
  readonly score: number;
  /** Folded words and emoji that count for the post, one entry an occurrence, in order. */
  readonly positive: string[];
  /** The same of what counts against it. */
  readonly negative: string[];
  /** Where they stand, in order. */
  readonly marks: Mark[];
}

/** Options for {@linkcode scoreText}. */
export interface ScoreTextOptions {
  /** Folded words and emoji that carry no sentiment here: the topic's own. @default none */
  ignore?: ReadonlySet<string>;
}

/** The part of the package `sentiment` that scoring needs; what its JSDoc says of types is wrong. */
interface Analyzer {
  registerLanguage(code: string, language: {
    labels: Record<string, number>;
    scoringStrategy: { apply: typeof scoreInContext };
  }): void;
  /** Both lists are of the words that it knows, last word first. */
  analyze(text: string, options: { language: string }): {
    words: string[];
    calculation: Record<string, number>[];
  };
}

const LANGUAGE = "freshet";
const NONE: ReadonlySet<string> = new Set();

const analyzer = new Sentiment({}) as unknown as Analyzer;
analyzer.registerLanguage(LANGUAGE, {
  labels: Object.fromEntries(LEXICON),
  scoringStrategy: { apply: scoreInContext },
});

/**
 * Scores a text by its words and emoji. A negated word counts with its sign flipped.
 *
 * There is one lexicon, an English one: a post in another language scores by its
 * emoji and by what words the languages share. A hashtag scores as its words; links
 * and mentions do not score.
 */
export function scoreText(
  text: string,
  options: ScoreTextOptions = {},
): Scored {
  const { ignore = NONE } = options;
  const scored: Scored & { score: number } = {
    score: 0,
    positive: [],
    negative: [],
    marks: [],
  };
  const found = findWords(text, ignore);
  const { words, calculation } = analyzer.analyze(
    found.map(({ word }) => word).join(" "),
    { language: LANGUAGE },
  );
  let known = words.length - 1;
  for (const { word, from, to } of found) {
    if (word !== words[known]) continue;
    const score = calculation[known--]![word]!;
    if (score === 0) continue;
    (score > 0 ? scored.positive : scored.negative).push(word);
    scored.marks.push([from, to, score]);
    scored.score += score;
  }
  return scored;
}
