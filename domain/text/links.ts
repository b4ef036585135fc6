import { webUrl } from "./clean.ts";

/** A part of a text; `href` is null unless it is an address of the web. */
export interface LinkPart {
  readonly text: string;
  readonly href: string | null;
}

/** Ends at white space, at what cannot be seen, and at what no address holds as it is. */
const ADDRESS = /https?:\/\/[^\s\p{C}<>"“”«»`{}|\\^]+/giu;

/** What ends a sentence rather than an address. */
const AFTER = /[.,;:!?'’*_~…。、！？)\]]$/u;

/**
 * Splits a text at its addresses; joined again, the parts are the text. One that
 * was cut (`https://t.co/ab…`) leads nowhere, and one with a user name may not
 * lead where it seems to: both stay text.
 */
export function splitLinks(text: string): LinkPart[] {
  const parts: LinkPart[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = trimAddress(found);
    const href = found[address.length] === "…" ? null : plainUrl(address);
    if (href === null) continue;
    if (index > end) parts.push({ text: text.slice(end, index), href: null });
    parts.push({ text: address, href });
    end = index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** An address without the end of the sentence that it stands in; a bracket stays if the address opens it. */
function trimAddress(found: string): string {
  let end = found.length;
  while (AFTER.test(found.slice(0, end))) {
    const last = found[end - 1];
    const open = last === ")" ? "(" : last === "]" ? "[" : null;
    const own = open && found.lastIndexOf(open, end);
    if (open && own! >= 0 && !found.slice(own!, end - 1).includes(last!)) break;
    end--;
  }
  return found.slice(0, end);
}

function plainUrl(address: string): string | null {
  const href = webUrl(address);
  if (href === null) return null;
  const { username, password } = new URL(href);
  return username || password ? null : href;
}
