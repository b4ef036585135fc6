/**
 * Source of a pattern for one character of a word: letter, mark, digit or `_`.
 *
 * Needs the `v` flag. The two variation selectors that pick the look of an emoji
 * are marks too, but belong to the emoji: `❤️trump` holds the word `trump`.
 */
export const TOKEN_CHARACTER = String
  .raw`[[\p{L}\p{M}\p{Nd}_]--[\u{FE0E}\u{FE0F}]]`;

const TOKEN = new RegExp(`${TOKEN_CHARACTER}+`, "gv");

/** The words of a text, in its order; of a folded text, words that can be compared. */
export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}
