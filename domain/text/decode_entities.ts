/** Names of U+00A0 to U+00FF, in their order. */
const LATIN =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr " +
  "deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest " +
  "Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml " +
  "ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig " +
  "agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml " +
  "eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["AMP", "&"],
  ["lt", "<"],
  ["LT", "<"],
  ["gt", ">"],
  ["GT", ">"],
  ["quot", '"'],
  ["QUOT", '"'],
  ["apos", "'"],
  ["hellip", "…"],
  ["mdash", "—"],
  ["ndash", "–"],
  ["lsquo", "‘"],
  ["rsquo", "’"],
  ["sbquo", "‚"],
  ["ldquo", "“"],
  ["rdquo", "”"],
  ["bdquo", "„"],
  ["lsaquo", "‹"],
  ["rsaquo", "›"],
  ["bull", "•"],
  ["dagger", "†"],
  ["euro", "€"],
  ["trade", "™"],
  ["hearts", "♥"],
  ["larr", "←"],
  ["rarr", "→"],
  ["oelig", "œ"],
  ["OElig", "Œ"],
  ["scaron", "š"],
  ["Scaron", "Š"],
  ["ensp", "\u2002"],
  ["emsp", "\u2003"],
  ["thinsp", "\u2009"],
  ["zwnj", "\u200C"],
  ["zwj", "\u200D"],
  ["lrm", "\u200E"],
  ["rlm", "\u200F"],
  ...LATIN.split(" ").map((name, i): [string, string] => [
    name,
    String.fromCodePoint(0xA0 + i),
  ]),
]);

/** What browsers read for the numbers 0x80 to 0x9F; a space keeps the number. */
const WINDOWS = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

const REFERENCE = /&(?:#[xX]([\da-fA-F]+)|#(\d+)|([a-zA-Z]+\d*));?/g;

/** Reads character references such as `&amp;`, `&#39;` and `&#x1F600;`; others stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(REFERENCE, (whole, hex, decimal, name) => {
    if (name === undefined) {
      return characterOf(hex ? parseInt(hex, 16) : parseInt(decimal, 10));
    }
    return whole.endsWith(";") ? NAMED.get(name) ?? whole : whole;
  });
}

function characterOf(code: number): string {
  const isSurrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code === 0 || isSurrogate || code > 0x10FFFF) return "\uFFFD";
  const windows = code >= 0x80 && code <= 0x9F ? WINDOWS[code - 0x80]! : " ";
  return windows === " " ? String.fromCodePoint(code) : windows;
}
