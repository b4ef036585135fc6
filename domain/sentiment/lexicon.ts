import english from "sentiment/languages/en/index.js";
import {
  CHANGED_WORDS,
  DROPPED_WORDS,
  LATER_EMOJI,
} from "./lexicon_changes.ts";

const AFINN: Readonly<Record<string, number>> = english.labels;

/**
 * Words and their scores, from -5 to 5.
 *
 * Notice: the words are AFINN-165 by Finn Årup Nielsen, made available under the
 * Open Database License (ODbL) 1.0, as the package `sentiment` carries it. What
 * differs from it stands in `lexicon_changes.ts`, and its few phrases are left out:
 * scoring looks at single words. The package adds the scores of its emoji by itself.
 */
export const LEXICON: ReadonlyMap<string, number> = new Map([
  ...Object.entries(AFINN).filter(([word]) => isWord(word)),
  ...CHANGED_WORDS,
  ...LATER_EMOJI,
]);

/** The package, once loaded, has put its emoji between the words. */
function isWord(word: string): boolean {
  return /^[a-z]\S*$/.test(word) && !DROPPED_WORDS.has(word);
}
