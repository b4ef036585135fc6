/** A color that somebody chose, if it is written `#rrggbb`; else a grey. */
export function safeColor(color: string): string {
  return /^#[\da-f]{6}$/i.test(color) ? color : "#808080";
}
