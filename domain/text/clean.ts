/** The address if it is one of the web (http or https), else null. */
export function webUrl(text: string | null | undefined): string | null {
  // No `URL.parse()`: browsers of before summer 2024 have none.
  if (!text || text.length > 2_048 || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:"
    ? url.href
    : null;
}

/**
 * Makes text fit for every database and screen: lone surrogates become U+FFFD,
 * control characters below U+0020 go, but for line feeds and tabs.
 */
export function cleanText(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.toWellFormed().replace(/[\x00-\x08\x0b-\x1f]/g, "");
}

const encoder = new TextEncoder();

/** Whether a text has more than so many bytes in UTF-8; most are so short that none are counted. */
export function exceedsBytes(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && encoder.encode(text).length > bytes;
}
