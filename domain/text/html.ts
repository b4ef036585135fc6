import { webUrl } from "./clean.ts";
import { createLinkWriter, type LinkWriter } from "./text_writer.ts";

/** What a reader sees of HTML. */
interface HtmlText {
  readonly text: string;
  /** Absolute addresses, http or https, but for those of mentions and hashtags. */
  readonly links: readonly string[];
}

/** Elements that begin a line, and end one. */
const BLOCKS: ReadonlySet<string> = new Set(
  "address article aside blockquote dd div dl dt fieldset figure figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul"
    .split(" "),
);

/** Elements whose content nobody sees. */
const HIDDEN: ReadonlySet<string> = new Set(
  "iframe noembed noframes noscript script style template textarea title xmp"
    .split(" "),
);

/** What stands in place of a custom emoji. */
const SHORTCODE = /^:[\w+\-]{1,64}:$/;

/**
 * Reads HTML as text: paragraphs and `<br>` become line breaks, a link its full
 * address, a mention or hashtag what is shown of it; all other tags go. Takes
 * time in proportion to the length, and broken HTML as it comes.
 */
export function htmlToText(html: string): HtmlText {
  const out = createLinkWriter();
  const links = new Set<string>();
  let at = 0;
  while (at < html.length) {
    const next = html.indexOf("<", at);
    if (next < 0) {
      out.write(decodeEntities(html.slice(at)));
      break;
    }
    out.write(decodeEntities(html.slice(at, next)));
    const tag = scanTag(html, next);
    at = tag?.end ?? next + 1;
    if (tag === null) out.write("<");
    else if (HIDDEN.has(tag.name) && !tag.isEnd) at = endOfHidden(html, tag);
    else writeTag(tag, out, links);
  }
  out.closeLink();
  return { text: out.read(), links: [...links] };
}

function writeTag(tag: Tag, out: LinkWriter, links: Set<string>): void {
  if (tag.name === "img") return out.write(shortcodeOf(tag));
  const isBreak = tag.name === "br" || BLOCKS.has(tag.name);
  if (tag.name === "a" || isBreak) out.closeLink();
  if (tag.name === "br") out.breakLine();
  else if (isBreak) out.newLine();
  const url = addressOf(tag);
  if (url === null) return;
  links.add(url);
  out.openLink(url);
}

/** Null for what leads nowhere on the web, and for mentions and hashtags: their words say it all. */
function addressOf({ name, isEnd, attributes }: Tag): string | null {
  if (name !== "a" || isEnd) return null;
  const classes = (attributes.get("class") ?? "").split(/\s+/);
  if (classes.includes("mention") || classes.includes("hashtag")) return null;
  return webUrl(decodeEntities(attributes.get("href") ?? "").trim());
}

function shortcodeOf({ attributes }: Tag): string {
  const alt = decodeEntities(attributes.get("alt") ?? "");
  return SHORTCODE.test(alt) ? alt : "";
}

function endOfHidden(html: string, { name, end }: Tag): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  close.lastIndex = end;
  return close.exec(html)?.index ?? html.length;
}

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
function decodeEntities(text: string): string {
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

/** A tag of HTML. */
interface Tag {
  /** In lower case; empty for comments and what else is no element. */
  readonly name: string;
  readonly isEnd: boolean;
  /** As written, character references and all; the first of a name counts. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Where the text goes on. */
  readonly end: number;
}

const NAME = /[a-z][^\s/>]*/iy;
const ATTRIBUTE_NAME = /[^\s/>][^\s/>=]*/y;
const BETWEEN = /[\s/]*/y;
const EQUALS = /\s*=\s*/y;
const VALUE = /"([^"]*)("|$)|'([^']*)('|$)|([^\s>]*)/y;
const NONE: ReadonlyMap<string, string> = new Map();

/**
 * Reads the tag or comment that begins with the `<` at `from`, as browsers do;
 * null if that `<` is only a sign. What is never closed reaches to the end.
 */
function scanTag(html: string, from: number): Tag | null {
  if (html.startsWith("<!--", from)) return nameless(html, "-->", from + 4);
  const isEnd = html[from + 1] === "/";
  const name = match(NAME, html, from + (isEnd ? 2 : 1))?.[0];
  if (name === undefined) {
    const isBogus = isEnd
      ? from + 2 < html.length
      : /[!?]/.test(html[from + 1] ?? "");
    return isBogus ? nameless(html, ">", from + 2) : null;
  }
  const start = from + (isEnd ? 2 : 1) + name.length;
  const { attributes, end } = scanAttributes(html, start);
  return { name: name.toLowerCase(), isEnd, attributes, end };
}

function nameless(html: string, close: string, from: number): Tag {
  const at = html.indexOf(close, from);
  const end = at < 0 ? html.length : at + close.length;
  return { name: "", isEnd: false, attributes: NONE, end };
}

function scanAttributes(
  html: string,
  from: number,
): Pick<Tag, "attributes" | "end"> {
  const attributes = new Map<string, string>();
  let at = from;
  while (true) {
    at += match(BETWEEN, html, at)![0].length;
    if (at >= html.length) return { attributes, end: html.length };
    if (html[at] === ">") return { attributes, end: at + 1 };
    const name = match(ATTRIBUTE_NAME, html, at)![0];
    at += name.length;
    const equals = match(EQUALS, html, at)?.[0];
    if (equals === undefined) continue;
    at += equals.length;
    const [whole, double, , single, , bare] = match(VALUE, html, at)!;
    at += whole.length;
    const key = name.toLowerCase();
    const value = double ?? single ?? bare ?? "";
    if (!attributes.has(key)) attributes.set(key, value);
  }
}

function match(
  pattern: RegExp,
  text: string,
  from: number,
): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}
