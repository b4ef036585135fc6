import { graphemesOf, isEmoji, withoutSelectors } from "../text/emoji.ts";
import { foldText } from "../text/fold_text.ts";
import type { QueryOperator } from "./query.ts";
import { tokensOf } from "../text/tokens.ts";

/** Emoji by the letter of Unicode, but written at the end of words: `Freshet™`. */
const SIGNS = new Set("©®™‼⁉");

/**
 * Reads a bare term, or what stands between quotation marks: a word, several
 * words in a row, or one emoji. Punctuation only separates.
 *
 * @param fail Throws the error that a detail belongs to.
 */
export function readWords(
  text: string,
  fail: (detail: string) => never,
): QueryOperator {
  const graphemes = graphemesOf(withoutSelectors(text));
  const [emoji, second] = graphemes.filter(isEmoji);
  const others = graphemes.map((it) => isEmoji(it) ? " " : it).join("");
  const words = tokensOf(foldText(others));
  const [word] = words;

  if (word === undefined) {
    if (emoji === undefined) {
      return fail(`"${text}" holds no word and no emoji`);
    }
    if (second === undefined) return { kind: "emoji", emoji };
    return fail(`the emoji in "${text}" need spaces between them`);
  }
  if (graphemes.some((it) => isEmoji(it) && !SIGNS.has(it))) {
    return fail(
      `words and emoji cannot be one thing: write "${others.trim()}" and ${emoji} apart`,
    );
  }
  return words.length === 1
    ? { kind: "word", word }
    : { kind: "phrase", words };
}
