import type { PostEntities, PostKind, TopKind } from "../post/post.ts";
import { authorName } from "../post/search.ts";
import { readText } from "../sentiment/reading.ts";
import { extractTerms } from "../sentiment/terms.ts";
import { splitLinks } from "../text/links.ts";
import { foldText, tokensOf } from "../text/tokens.ts";
import { wordsOf } from "./words.ts";

/** What lists read of a post. */
export interface ListedPost {
  readonly id: string;
  readonly source: string;
  readonly author: string | null;
  readonly text: string;
  readonly lang: string;
  readonly kind: PostKind | null;
  readonly createdMs: number;
  readonly entities: PostEntities | null;
}

/** What a post counts for in a list. */
export interface Item {
  /** Equal for what is counted as one. */
  readonly key: string;
  /** As the post has it. */
  readonly value: string;
}

/**
 * What posts count for in a list, each once.
 *
 * @param own Words of the topic's query, which have no mood.
 */
export function itemsOf(
  kind: TopKind,
  own: ReadonlySet<string>,
): (post: ListedPost) => readonly Item[] {
  switch (kind) {
    case "author":
      return (post) => {
        const key = authorKey(post);
        return key === null ? [] : [{ key, value: post.author! }];
      };
    case "text":
      return ({ text }) => textItems(text);
    case "url":
      return urlItems;
    case "word":
      return ({ text, lang }) => toItems(wordsOf(text, lang));
    default:
      return (post) => toItems(termsOf(kind, post, own));
  }
}

function toItems(words: readonly string[]): Item[] {
  return Array.from(new Set(words), (word) => ({ key: word, value: word }));
}

/** The terms of one kind, as the rollups count them. */
function termsOf(
  wanted: TopKind,
  { text, lang, entities }: ListedPost,
  own: ReadonlySet<string>,
): string[] {
  const post = { text, lang, ...(entities && { entities }) };
  return extractTerms(post, readText(text, own))
    .flatMap(({ kind, term }) => kind === wanted ? term : []);
}

/** Equal for the posts of one author, whose name may be written in any case; null if it is not known. */
export function authorKey(
  { source, author }: Pick<ListedPost, "source" | "author">,
): string | null {
  return author === null ? null : `${source} ${authorName(author)}`;
}

function textItems(text: string): Item[] {
  const value = plainText(text);
  return value === "" ? [] : [{ key: fingerprintOf(value), value }];
}

/** A text without what differs between its repetitions: who is reposted, links, spaces. */
export function plainText(text: string): string {
  return text.replace(/https?:\/\/\S*/gi, " ")
    .replace(/^\s*(?:RT\s+[@＠][^\s:]+:?\s*)+/i, "")
    .replace(/\s+/g, " ").trim();
}

/** Equal for texts that differ in case, width and punctuation only. */
export function fingerprintOf(plain: string): string {
  const folded = foldText(plain);
  return tokensOf(folded).join(" ") || folded;
}

/** Parameters that say where a reader came from, and nothing about the page. */
const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|ref_src|ref_url|cmpid|ocid)$/i;

function urlItems({ text, entities }: ListedPost): Item[] {
  // Where a source lists its links, those of the text may be short forms of them.
  const links = entities?.links?.length
    ? entities.links
    : splitLinks(text).flatMap(({ href }) => href ?? []);
  const items = new Map<string, Item>();
  for (const link of links) {
    const item = urlItem(link);
    if (item && !items.has(item.key)) items.set(item.key, item);
  }
  return [...items.values()];
}

/** An address without what does not change the page: tracking and the place on it; as a key, without scheme, `www.` and the last slash too. */
function urlItem(link: string): Item | null {
  const url = URL.parse(link);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  url.hash = "";
  url.username = url.password = "";
  for (const name of [...url.searchParams.keys()]) {
    if (TRACKING.test(name)) url.searchParams.delete(name);
  }
  const host = url.host.replace(/^www\./, "");
  if (!host.includes(".")) return null; // an address that was cut
  const key = host + url.pathname.replace(/\/$/, "") + url.search;
  return { key, value: url.href };
}
