import { foldText } from "../text/tokens.ts";
import { CONTEXTS, LEXICON } from "./lexicon.ts";

/** The `;` at the end of a character reference: `&quot;)`, `R&amp;D`. */
const REFERENCE = String.raw`&#?[A-Za-z\d]{1,31}`;

/** What a bracket directly encloses: `Topics:(a) and (b)`, `T=[1, 2]`. */
const ENCLOSED = String.raw`[^\s\(\)\[\]][^\(\)\[\]\n]*[\)\]]`;

/**
 * Source of a pattern for a face made of punctuation; needs the `v` flag.
 *
 * Signs that end a character reference, open a parenthesis, close a bracket of their own word,
 * name a share (`(NYSE:D)`) or compare a number (`1<3`) are none.
 */
export const SMILEY = [
  String.raw`(?<!${REFERENCE})[:;=]-?\)`,
  String.raw`(?<!${REFERENCE}|\[[^\s\]]{0,64})[:;=]-?\]`,
  String.raw`(?<!${REFERENCE}|\(\p{Lu}{1,9})[:;=]-?D(?![\p{L}\p{Nd}])`,
  String.raw`[:=]['’]?-?[\(\[](?!${ENCLOSED})`,
  String.raw`(?<!\p{Nd})(?:<|&lt;)3(?!\p{Nd})`,
].join("|");

/** The emoji that a face made of punctuation stands for. */
export function readSmiley(smiley: string): string {
  switch (smiley.at(-1)) {
    case "D":
      return "😃";
    case "3":
      return "❤";
    case ")":
    case "]":
      return smiley.startsWith(";") ? "😉" : "🙂";
    default:
      return /['’]/.test(smiley) ? "😢" : "🙁";
  }
}

/** Source of a pattern for the characters that people type as an apostrophe. */
export const APOSTROPHE = "['’‘ʼ＇´`]";
const APOSTROPHES = new RegExp(APOSTROPHE, "g");

/** Words that need more than `toLowerCase`; asked of each word, so that the others are cheap. */
const UNUSUAL = /[`\x80-\uFFFF]/;
const ELONGATED = /(\p{L})\1{2,}/gu;

/** The one form in which words are compared: folded, with `'` for every apostrophe. */
export function foldWord(written: string): string {
  if (!UNUSUAL.test(written)) return written.toLowerCase();
  return foldText(written).replace(APOSTROPHES, "'");
}

/** A folded word with at most two of a letter in a row, or at most one. */
export function shorten(folded: string, letters: "$1$1" | "$1"): string {
  return mayBeElongated(folded) ? folded.replace(ELONGATED, letters) : folded;
}

/** Whether three units in a row are the same, or some are halves of characters. */
function mayBeElongated(folded: string): boolean {
  let [last, before] = [0, 0];
  for (let at = 0; at < folded.length; at++) {
    const code = folded.charCodeAt(at);
    if (code >= 0xd800 && code < 0xe000) return true;
    if (code === last && code === before) return true;
    [before, last] = [last, code];
  }
  return false;
}

/** Reads `goooood` as `good`, and `soooo` as `so`, if that is a word of the lexicon. */
export function toLexiconForm(folded: string): string {
  if (LEXICON.has(folded)) return folded;
  const twice = shorten(folded, "$1$1");
  if (twice === folded) return folded;
  const once = shorten(folded, "$1");
  return [twice, once].find((it) => LEXICON.has(it)) ?? folded;
}

/** Stands between two words that do not belong together. */
export const BREAK = "|";

/** Best on the train splits; 1, 3 and 4 words were worse. */
const REACH = 2;

const NEGATORS = new Set(
  ("not never no nobody nothing neither nor none cannot without cant dont wont " +
    "isnt arent wasnt werent doesnt didnt couldnt shouldnt wouldnt hasnt havent " +
    "hadnt aint").split(" "),
);

/** How a negated word is listed. */
export function withNegation(word: string): string {
  return word === "wait" ? "can't wait" : `not ${word}`;
}

/** The word of what {@linkcode withNegation} makes, or of a plain one. */
export function withoutNegation(listed: string): string {
  return listed.replace(/^(?:not|can't) /, "");
}

/** Whether a folded word negates those behind it. */
export function isNegator(folded: string): boolean {
  return NEGATORS.has(folded) || folded.endsWith("n't");
}

/**
 * Scores a word by the words before it: `not very good` is bad.
 *
 * @param words Folded words of a post, with {@linkcode BREAK}s.
 * @param at Which of them to score.
 * @param score What the lexicon says of it.
 */
export function scoreInContext(
  words: readonly string[],
  at: number,
  score: number,
): number {
  const word = words[at]!;
  if (!/^\w/.test(word)) return score; // emoji are never negated
  const context = CONTEXTS.get(word);
  if (context && !context.has(words[at - 1] ?? BREAK)) return 0;
  for (let i = at - 1; i >= 0 && i >= at - REACH; i--) {
    const before = words[i]!;
    if (before === BREAK) return score;
    if (isNegator(before)) return -score;
  }
  return score;
}
