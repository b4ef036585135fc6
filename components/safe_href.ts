/** An address that a link may lead to: http or https; null for anything else. */
export function safeHref(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === "http:" || url.protocol === "https:"
    ? url.href
    : null;
}
