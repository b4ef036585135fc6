import { EMOJI, LINK, MENTION } from "../text/entities.ts";
import { foldText, TOKEN_CHARACTER, withoutSelectors } from "../text/tokens.ts";
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

/** A word of a text as the lexicon spells it, with its position. */
interface FoundWord {
  /** Folded; of an emoji its first code point; or {@linkcode BREAK}. */
  readonly word: string;
  /** In UTF-16 units of the text, as `to` is. */
  readonly from: number;
  readonly to: number;
}

const APOSTROPHE = "['’‘ʼ＇´`]";

/** Links and mentions come first: their parts are no words. */
const PIECE = new RegExp(
  [
    `${LINK}|${MENTION}`,
    `(${EMOJI})`,
    `(${TOKEN_CHARACTER}+(?:-${TOKEN_CHARACTER}+)*(?:${APOSTROPHE}[tT](?!${TOKEN_CHARACTER}))?)`,
    `(${SMILEY})`,
    "[.!?;:,…\n—]+",
  ].join("|"),
  "gv",
);
const APOSTROPHES = new RegExp(APOSTROPHE, "gv");
const JOINT = /[\-_]/;

/** Words that need more than `toLowerCase`; asked of each word, so that the others are cheap. */
const UNUSUAL = /[`\x80-\uFFFF]|([a-z])\1\1/i;
const ELONGATED = /(\p{L})\1{2,}/gu;

/** Neither a flag, nor a keycap, nor a lone skin tone. */
const PICTURE = /^\p{Extended_Pictographic}/u;

/**
 * Finds the words, emoji and smileys of a text, in order.
 *
 * Links, mentions, punctuation and the words of `ignore` become {@linkcode BREAK}s.
 */
export function findWords(
  text: string,
  ignore: ReadonlySet<string>,
): FoundWord[] {
  const found: FoundWord[] = [];
  for (const match of text.matchAll(PIECE)) {
    const [piece, emoji, written, smiley] = match;
    const from = match.index;
    if (written !== undefined) {
      addWords(found, written, from, ignore);
      continue;
    }
    const word = emoji !== undefined
      ? readEmoji(emoji, ignore)
      : smiley !== undefined
      ? readEmoji(readSmiley(smiley), ignore)
      : BREAK;
    found.push({ word, from, to: from + piece.length });
  }
  return found;
}

/** A compound is one word if the lexicon has it whole (`self-confident`), else several. */
function addWords(
  found: FoundWord[],
  written: string,
  start: number,
  ignore: ReadonlySet<string>,
): void {
  const word = readWord(written, ignore);
  const whole = { word, from: start, to: start + written.length };
  if (word === BREAK || !JOINT.test(written)) {
    found.push(whole);
    return;
  }
  let from = start;
  const parts = written.split(JOINT).map((part) => {
    const to = from + part.length;
    const it = { word: readWord(part, ignore), from, to };
    from = to + 1;
    return it;
  });
  const isOne = LEXICON.has(word) && parts.every((it) => it.word !== BREAK);
  for (const it of isOne ? [whole] : parts) found.push(it);
}

function readWord(written: string, ignore: ReadonlySet<string>): string {
  if (!UNUSUAL.test(written)) {
    const word = written.toLowerCase();
    return ignore.has(word) ? BREAK : word;
  }
  const folded = foldText(written).replace(APOSTROPHES, "'");
  if (ignore.has(folded)) return BREAK;
  const word = LEXICON.has(folded) ? folded : shorten(folded);
  return ignore.has(word) ? BREAK : word;
}

/** Reads `goooood` as `good`, and `soooo` as `so`, if that is a word of the lexicon. */
function shorten(word: string): string {
  const twice = word.replace(ELONGATED, "$1$1");
  if (twice === word) return word;
  const once = word.replace(ELONGATED, "$1");
  return [twice, once].find((it) => LEXICON.has(it)) ?? word;
}

function readEmoji(emoji: string, ignore: ReadonlySet<string>): string {
  const first = String.fromCodePoint(emoji.codePointAt(0)!);
  const ignored = ignore.has(withoutSelectors(emoji)) || ignore.has(first);
  return ignored || !PICTURE.test(first) ? BREAK : first;
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

/**
 * Scores a word by the words before it: `not very good` is bad.
 *
 * It is a `scoringStrategy` of the package `sentiment`.
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
    if (NEGATORS.has(before) || before.endsWith("n't")) return -score;
  }
  return score;
}
