/** A tag of HTML. */
export interface Tag {
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
export function scanTag(html: string, from: number): Tag | null {
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
