/**
 * Makes text fit for every database and screen: lone surrogates become U+FFFD,
 * control characters below U+0020 go, but for line feeds and tabs.
 */
export function cleanText(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.toWellFormed().replace(/[\x00-\x08\x0b-\x1f]/g, "");
}
