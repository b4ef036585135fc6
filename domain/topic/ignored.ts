import { scanText, type TokenKind } from "../sentiment/scanner.ts";
import {
  foldWord,
  readSmiley,
  SMILEY,
  toLexiconForm,
  withNegation,
  withoutNegation,
} from "../sentiment/words.ts";

/** UTF-16 units of such a word, and of a term of the rollups. */
const MAX_LENGTH = 64;

const WHOLE_SMILEY = new RegExp(`^(?:${SMILEY})$`, "v");

/**
 * Reads a word or emoji that is to carry no mood for a topic, in the one form in
 * which lists have it: folded, and of `not angry` the word that is negated.
 *
 * @returns Null if it is not one word, or too long.
 */
export function readIgnored(written: string): string | null {
  const text = written.trim();
  if (text.length > MAX_LENGTH) return null;
  if (WHOLE_SMILEY.test(text)) return readSmiley(text);
  const plain = withoutNegation(foldWord(text)).replace(/^#(?=\p{L})/u, "");
  const word = toLexiconForm(plain);
  if (word.length > MAX_LENGTH) return null;
  const pieces: [kind: TokenKind, piece: string, isWhole: boolean][] = [];
  scanText(word, (kind, piece, from, to) => {
    pieces.push([kind, piece, from === 0 && to === word.length]);
  });
  const isCompound = /^[^\-\s]+(?:-[^\-\s]+)+$/.test(word) &&
    pieces.every(([kind, piece]) => kind === "word" || piece === "-");
  if (isCompound) return word;
  const [[kind, piece, isWhole] = []] = pieces;
  if (!isWhole) return null;
  if (kind === "word") return word;
  return kind === "emoji" && /^\p{Extended_Pictographic}/u.test(piece!)
    ? String.fromCodePoint(piece!.codePointAt(0)!)
    : null;
}

/** The terms of the lists of positive and negative words that are not shown for a topic. */
export function hiddenTerms(ignored: Iterable<string>): string[] {
  return Array.from(ignored).flatMap((word) => [word, withNegation(word)]);
}
