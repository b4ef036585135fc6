import { webUrl } from "./clean.ts";
import { decodeEntities } from "./decode_entities.ts";
import { scanTag, type Tag } from "./scan_tag.ts";
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
