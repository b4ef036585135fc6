/**
 * Source of a pattern for one character of a word: letter, mark, digit, `_` or the
 * zero of Chinese.
 *
 * Needs the `v` flag. The two variation selectors that pick the look of an emoji
 * are marks too, but belong to the emoji: `❤️trump` holds the word `trump`.
 */
export const TOKEN_CHARACTER = String
  .raw`[[\p{L}\p{M}\p{Nd}_〇]--[\u{FE0E}\u{FE0F}]]`;

const TOKEN = new RegExp(`${TOKEN_CHARACTER}+`, "gv");

/** The words of a text, in its order; of a folded text, words that can be compared. */
export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

const SELECTORS = /[\u{FE0E}\u{FE0F}]/gu;
const KEYCAP = /^[#*\d]\u20E3$/;
const PICTURE =
  /[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Regional_Indicator}]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Takes out the invisible characters that choose between two looks of one emoji. */
export function withoutSelectors(text: string): string {
  return text.replace(SELECTORS, "");
}

/** What a reader sees as single characters, in order. */
export function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Whether a grapheme is an emoji. It comes without variation selectors. */
export function isEmoji(grapheme: string): boolean {
  return PICTURE.test(grapheme) || KEYCAP.test(grapheme);
}

/** As many marks in a row as the stream-safe format of Unicode allows. */
const LONG_MARKS = /\p{M}{30}(?=\p{M})/gu;
const GRAPHEME_JOINER = "\u034F";

/**
 * Brings text to the one form in which it is compared: NFC, case-folded and of usual width.
 *
 * `Straße` and `STRASSE` become equal, as do `ΟΔΟΣ` and `οδος`, `İzmir` and
 * `izmir`, `ＡＢＣ` and `abc`, `ﾄﾗﾝﾌﾟ` and `トランプ`; a letter that serves as an apostrophe
 * separates as one. `é` and `e`, or `ı` and `i`, stay different.
 */
export function foldText(text: string): string {
  if (!/[^\0-\x7F]/.test(text)) return text.toLowerCase();
  // Sorting a long run of marks takes time in the square of its length.
  const bounded = text.replace(LONG_MARKS, `$&${GRAPHEME_JOINER}`)
    .replace(OTHER_WIDTH, (run) => run.normalize("NFKC"));
  return foldCase(bounded.normalize("NFC")).normalize("NFC");
}

/** Letters, digits and `_` of full width; Katakana and Hangul of half width. */
const OTHER_WIDTH = /[０-９Ａ-Ｚａ-ｚ＿ｦ-ﾟﾡ-ￜ]+/g;

/** The modifier letters that Ukrainian, Breton or Hawaiian texts have where others have `'`. */
const APOSTROPHE_LETTERS = /[ʻʼ]/g;

/** Full case folding, made of what the language has: upper case, then lower case. */
function foldCase(text: string): string {
  return text
    .split("ı") // its upper case is I, so it would become i
    .map((part) => part.toUpperCase().toLowerCase())
    .join("ı")
    .replaceAll("ς", "σ")
    .replaceAll("i\u0307", "i") // İ
    .replace(APOSTROPHE_LETTERS, "'")
    .replaceAll("ß", "ss"); // ẞ has no other upper case
}
