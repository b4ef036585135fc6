import { Tokenizer } from "htmlparser2";
import { webUrl } from "./clean.ts";

/** HTML as its readers see it. */
interface HtmlText {
  readonly text: string;
  /** Absolute http and https addresses, without those of mentions and hashtags. */
  readonly links: readonly string[];
}

/** Elements that start and end on a line of their own. */
const BLOCKS: ReadonlySet<string> = new Set(
  "address article aside blockquote dd div dl dt fieldset figure figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tr ul"
    .split(" "),
);

/** Elements whose content is not shown. */
const HIDDEN: ReadonlySet<string> = new Set(
  "iframe noembed noframes noscript script style template textarea title xmp"
    .split(" "),
);

/** The alternative text of a custom emoji. */
const SHORTCODE = /^:[\w+\-]{1,64}:$/;

/**
 * Converts HTML to text: paragraphs and `<br>` become line breaks, a link its
 * full address, a mention or hashtag its label; all other tags are dropped.
 * Accepts broken HTML, in linear time: `Tokenizer`, for the library's `Parser`
 * takes quadratic time for elements that are never closed.
 */
export function htmlToText(html: string): HtmlText {
  const out = new TextWriter();
  const links = new Set<string>();
  /** The hidden element that contains the current position. */
  let hidden: string | null = null;
  let text = "";
  let name = "";
  let attribute = "";
  let value = "";
  let attributes = new Map<string, string>();

  function endText(): void {
    if (hidden === null) out.write(text);
    text = "";
  }

  function openTag(): void {
    endText();
    if (hidden !== null) return;
    if (HIDDEN.has(name)) hidden = name;
    else if (name === "img") out.write(shortcodeOf(attributes));
    else breakAt(name);
    const url = name === "a" ? addressOf(attributes) : null;
    if (url === null) return;
    links.add(url);
    out.openLink(url);
  }

  function breakAt(name: string): void {
    const isBreak = name === "br" || BLOCKS.has(name);
    if (name === "a" || isBreak) out.closeLink();
    if (name === "br") out.breakLine();
    else if (isBreak) out.newLine();
  }

  const lower = (from: number, to: number) =>
    html.slice(from, to).toLowerCase();
  const ignore = () => {};
  const tokenizer = new Tokenizer({}, {
    ontext: (from, to) => text += html.slice(from, to),
    ontextentity: (code) => text += String.fromCodePoint(code),
    onopentagname(from, to) {
      name = lower(from, to);
      attributes = new Map();
    },
    onattribname: (from, to) => attribute = lower(from, to),
    onattribdata: (from, to) => value += html.slice(from, to),
    onattribentity: (code) => value += String.fromCodePoint(code),
    onattribend() {
      if (!attributes.has(attribute)) attributes.set(attribute, value);
      value = "";
    },
    onopentagend: openTag,
    onselfclosingtag: openTag,
    onclosetag(from, to) {
      const name = lower(from, to);
      endText();
      if (hidden === null) breakAt(name);
      else if (hidden === name) hidden = null;
    },
    oncdata: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onprocessinginstruction: ignore,
    onend: endText,
  });
  tokenizer.write(html);
  tokenizer.end();
  out.closeLink();
  return { text: out.text, links: [...links] };
}

/** Null for what is no web address, and for mentions and hashtags: their label is enough. */
function addressOf(attributes: ReadonlyMap<string, string>): string | null {
  const classes = (attributes.get("class") ?? "").split(/\s+/);
  if (classes.includes("mention") || classes.includes("hashtag")) return null;
  return webUrl((attributes.get("href") ?? "").trim());
}

function shortcodeOf(attributes: ReadonlyMap<string, string>): string {
  const alt = attributes.get("alt") ?? "";
  return SHORTCODE.test(alt) ? alt : "";
}

/** Characters that would read as a continuation of the address before them. */
const PART_OF_ADDRESS = /^[\p{L}\p{N}/]/u;

const SPACE = /[ \t\r\n\f]+/g;
const MAX_BREAKS = 2;

/** Writes text as a browser lays it out: collapses white space, trims lines. */
class TextWriter {
  #text = "";
  /** Line breaks and a space to write before the next word. */
  #breaks = 0;
  #hasSpace = false;
  #link: { readonly url: string; label: string } | null = null;
  #isAfterLink = false;

  /** The text so far, trimmed. */
  get text(): string {
    return this.#text;
  }

  write(text: string): void {
    if (this.#link !== null) this.#link.label += text;
    else if (text !== "") {
      const isGlued = this.#isAfterLink && PART_OF_ADDRESS.test(text);
      this.#isAfterLink = false;
      this.#writeWords(`${isGlued ? " " : ""}${text}`.replace(SPACE, " "));
    }
  }

  #writeWords(text: string): void {
    const words = text.replace(/^ | $/g, "");
    this.#hasSpace ||= text.startsWith(" ");
    if (words === "") return;
    if (this.#text !== "") {
      if (this.#breaks > 0) this.#text += "\n".repeat(this.#breaks);
      else if (this.#hasSpace) this.#text += " ";
    }
    this.#text += words;
    this.#breaks = 0;
    this.#hasSpace = text.endsWith(" ");
  }

  /** Starts a new line, unless at the start of one. */
  newLine(): void {
    this.#breaks ||= 1;
  }

  /** Ends the line even if it is empty; keeps at most one empty line. */
  breakLine(): void {
    this.#breaks = Math.min(this.#breaks + 1, MAX_BREAKS);
  }

  /** Starts a link; text written until it is closed is its label. */
  openLink(url: string): void {
    this.#link = { url, label: "" };
  }

  /** Closes the link, if one is open, and writes its address. */
  closeLink(): void {
    if (this.#link === null) return;
    const { url, label } = this.#link;
    this.#link = null;
    this.write(
      describeLink(url, label.replace(SPACE, " ").replace(/^ | $/g, "")),
    );
    this.#isAfterLink = true;
  }
}

/** Parts of an address that are often left out on display. */
const OPTIONAL_PARTS = /^(?:https?:\/\/)?(?:www\.)?|\/$/g;

/** The label and the address; only the address if the label is a form of it. */
function describeLink(url: string, label: string): string {
  const isAddress = bare(url).startsWith(bare(label).replace(/…$/, ""));
  return isAddress ? url : `${label} ${url}`;
}

function bare(address: string): string {
  return address.replace(OPTIONAL_PARTS, "").toLowerCase();
}
