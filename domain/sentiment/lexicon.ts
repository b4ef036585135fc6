import emoji from "sentiment/build/emoji.json" with { type: "json" };
import english from "sentiment/languages/en/index.js";

// Our own judgement, kept apart from AFINN; nothing here is from another lexicon.
// Words were chosen from how often they stand in positive, neutral and negative
// posts of SemEval's train splits (2013, 2015, 2016), and kept if they have a
// plain reason and the macro-F1 of those splits rises.

/** Words that AFINN lacks, or means otherwise. */
export const CHANGED_WORDS: readonly (readonly [string, number])[] = [
  ["yay", 2],
  ["forward", 2], // only in "looking forward": see CONTEXTS
  ["wait", -2], // only in "can't wait", which flips it
];

/** Words that say too little: `no` negates, `ill` is mostly "I'll" in haste. */
export const DROPPED_WORDS: ReadonlySet<string> = new Set([
  "big",
  "ill",
  "no",
  "want",
]);

/** Words that score only directly after one of these. */
export const CONTEXTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["forward", words("look looking looks looked")],
  [
    "like",
    words(
      "i we you they who people also really d ll will would do does did not " +
        "don't dont doesn't doesnt didn't didnt",
    ),
  ],
  ["wait", words("can't cant cannot")],
]);

/**
 * Faces that the package's emoji, counted in 2013-2015, lack. Scored by what their
 * Unicode names say; the labelled posts are older than most of them.
 */
export const LATER_EMOJI: readonly (readonly [string, number])[] = [
  ["🙂", 2],
  ["🤗", 2],
  ["🤣", 2],
  ["🥳", 3],
  ["🤩", 3],
  ["🥰", 3],
  ["🫶", 3],
  ["🧡", 3],
  ["🤍", 3],
  ["🤎", 3],
  ["🩷", 3],
  ["🩵", 3],
  ["🙁", -2],
  ["😟", -2],
  ["😢", -2],
  ["😥", -1],
  ["🙄", -2],
  ["🤢", -2],
  ["🤮", -3],
  ["🤬", -3],
  ["🖕", -3],
];

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

const AFINN: Readonly<Record<string, number>> = english.labels;

/**
 * Words and their scores, from -5 to 5.
 *
 * Notice: the words are AFINN-165 by Finn Årup Nielsen, made available under the
 * Open Database License (ODbL) 1.0, as the package `sentiment` carries it. What
 * differs from it stands above, and its few phrases are left out:
 * scoring looks at single words.
 */
export const LEXICON: ReadonlyMap<string, number> = new Map([
  ...Object.entries(AFINN).filter(([word]) => isWord(word)),
  ...CHANGED_WORDS,
  ...LATER_EMOJI,
]);

const EMOJI: ReadonlyMap<string, number> = new Map([
  ...LATER_EMOJI,
  ...Object.entries(emoji as Record<string, number>),
]);

/** The score of an emoji by its first code point; 0 if it has none. */
export function emojiScore(first: string): number {
  return EMOJI.get(first) ?? 0;
}

/** The package, once loaded, has put its emoji between the words. */
function isWord(word: string): boolean {
  return /^[a-z]\S*$/.test(word) && !DROPPED_WORDS.has(word);
}
