import { withoutSelectors } from "../text/emoji.ts";
import { EMOJI, LINK, MENTION } from "../text/entity_patterns.ts";
import { foldText } from "../text/fold_text.ts";
import { TOKEN_CHARACTER } from "../text/tokens.ts";
import { LEXICON } from "./lexicon.ts";
import { BREAK } from "./negation.ts";
import { readSmiley, SMILEY } from "./smiley.ts";

/** A word of a text as the lexicon spells it, and where it stands. */
interface FoundWord {
  /** Folded; of an emoji its first code point; or {@linkcode BREAK}. */
  readonly word: string;
  /** In UTF-16 units of the text, as `to` is. */
  readonly from: number;
  readonly to: number;
}

const APOSTROPHE = "['’‘ʼ＇´`]";

/** What is part of a link or mention is nothing else, so these come first. */
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
