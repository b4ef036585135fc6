/** As many marks in a row as the stream-safe format of Unicode allows. */
const LONG_MARKS = /\p{M}{30}(?=\p{M})/gu;
const GRAPHEME_JOINER = "\u034F";

/**
 * Brings text to the one form in which it is compared: NFC and case-folded.
 *
 * `Straße` and `STRASSE` become equal, as do `ΟΔΟΣ` and `οδος`; `é` and `e`, or
 * `ı` and `i`, do not.
 */
export function foldText(text: string): string {
  if (!/[^\0-\x7F]/.test(text)) return text.toLowerCase();
  // Sorting a long run of marks takes time in the square of its length.
  const bounded = text.replace(LONG_MARKS, `$&${GRAPHEME_JOINER}`);
  return foldCase(bounded.normalize("NFC")).normalize("NFC");
}

/** Full case folding, made of what the language has: upper case, then lower case. */
function foldCase(text: string): string {
  return text
    .split("ı") // its upper case is I, so it would become i
    .map((part) => part.toUpperCase().toLowerCase())
    .join("ı")
    .replaceAll("ς", "σ")
    .replaceAll("ß", "ss"); // ẞ has no other upper case
}
