/**
 * Text for XML 1.0.
 *
 * @param instead Stands for each character that it cannot hold.
 */
export function escapeXml(text: string, instead = "\ufffd"): string {
  return text.toWellFormed()
    .replace(
      /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
      instead,
    )
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
