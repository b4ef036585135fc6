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
