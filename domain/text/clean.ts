/** The address if it is one of the web (http or https), else null. */
export function webUrl(text: string | null | undefined): string | null {
  if (!text || text.length > 2_048 || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" || url.protocol === "http:"
    ? url.href
    : null;
}
