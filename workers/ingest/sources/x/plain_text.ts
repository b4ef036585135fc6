import { cleanText } from "../../../../domain/post/clean_text.ts";

const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
const SHORT_LINK = /https?:\/\/t\.co\/\w+/g;

/** A short link and where it leads. */
export interface ShortLink {
  readonly url: string;
  readonly address: string;
}

/**
 * A text of X as a reader sees it: its HTML entities decoded (once), and short
 * links replaced by the addresses that they lead to.
 */
export function plainText(text: string, links: readonly ShortLink[]): string {
  const addresses = new Map(links.map(({ url, address }) => [url, address]));
  const decoded = text.replace(ENTITY, decode);
  const linked = decoded.replace(
    SHORT_LINK,
    (url) => addresses.get(url) ?? url,
  );
  return cleanText(linked);
}

function decode(
  whole: string,
  name: string | undefined,
  decimal: string | undefined,
  hex: string | undefined,
): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
  const code = decimal !== undefined ? Number(decimal) : parseInt(hex!, 16);
  return code <= 0x10FFFF ? String.fromCodePoint(code) : whole;
}
