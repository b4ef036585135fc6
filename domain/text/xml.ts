/** Text for XML, without the characters that it cannot hold. */
export function escapeXml(text: string): string {
  return text.toWellFormed()
    .replace(
      /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
      "�",
    )
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
