import type {
  PostContext,
  PostEntities,
} from "../../../../domain/post/post.ts";
import { cleanText, webUrl } from "../../../../domain/text/clean.ts";
import { clampCreated, readLang } from "../post_fields.ts";
import type { SourcePost } from "../source.ts";

/** The collection that holds posts. */
export const COLLECTION = "app.bsky.feed.post";

/** An object of JSON. */
export type Fields = Record<string, unknown>;

/** Whether a value of JSON is an object, or an array. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/**
 * Converts a record of `app.bsky.feed.post` to a post.
 *
 * @param record Whatever its author's client wrote.
 * @param receivedMs When the network received it.
 * @return Null if it is not such a record.
 */
export function readPost(
  did: string,
  rkey: string,
  record: unknown,
  receivedMs: number,
): SourcePost | null {
  if (!isObject(record)) return null;
  const { text, createdAt, langs, facets, tags, reply } = record;
  if (typeof text !== "string") return null;
  const { cards, alts, isQuote } = readEmbed(record["embed"]);
  const links = cards.map(({ url }) => url);
  const entities = withLinks(readFacets(text, facets, tags), links);
  return {
    id: `${did}/${rkey}`,
    createdMs: clampCreated(
      typeof createdAt === "string" ? Date.parse(createdAt) : NaN,
      receivedMs,
    ),
    text: cleanText(text),
    lang: readLang(Array.isArray(langs) ? langs[0] : undefined),
    author: did,
    url: `https://bsky.app/profile/${did}/post/${rkey}`,
    ...(entities && { entities }),
    postKind: isQuote ? "quote" : isObject(reply) ? "reply" : "post",
    ...(cards.length + alts.length > 0 && {
      context: {
        ...(cards.length > 0 && { cards }),
        ...(alts.length > 0 && { alts }),
      },
    }),
  };
}

function withLinks(
  entities: PostEntities | undefined,
  more: readonly string[],
): PostEntities | undefined {
  if (more.length === 0) return entities;
  const links = [...new Set([...entities?.links ?? [], ...more])];
  return { ...entities, links };
}

/** What is embedded in a post. */
interface Embed {
  /** Each address is one of the web. */
  readonly cards: NonNullable<PostContext["cards"]>;
  readonly alts: readonly string[];
  /** Whether it quotes a post; feeds and lists are embedded likewise. */
  readonly isQuote: boolean;
}

/** Reads an embed, and the media beside an embedded post. */
function readEmbed(embed: unknown): Embed {
  if (!isObject(embed)) return { cards: [], alts: [], isQuote: false };
  const { external, images, alt, record, media } = embed;
  const beside = isObject(media) ? readEmbed(media) : null;
  const pictures = Array.isArray(images) ? images.filter(isObject) : [];
  const alts = [...pictures.map((picture) => picture["alt"]), alt]
    .flatMap((alt) => lineOf(alt) || []);
  return {
    cards: [...cardsOf(external), ...beside?.cards ?? []],
    alts: [...alts, ...beside?.alts ?? []],
    isQuote: isPostRecord(record) ||
      isObject(record) && isPostRecord(record["record"]),
  };
}

function cardsOf(external: unknown): Embed["cards"] {
  if (!isObject(external)) return [];
  const { uri, title } = external;
  const url = typeof uri === "string" ? webUrl(uri) : null;
  return url === null ? [] : [{ title: lineOf(title), url }];
}

function lineOf(value: unknown): string {
  return typeof value === "string" ? cleanText(value).trim() : "";
}

function isPostRecord(record: unknown): boolean {
  const uri = isObject(record) ? record["uri"] : undefined;
  return typeof uri === "string" && uri.split("/")[3] === COLLECTION;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A handle is a domain name. */
export const HANDLE =
  /^(?=.{3,253}$)[a-z\d](?:[a-z\d.\-]*[a-z\d])?\.[a-z][a-z\d\-]*$/i;

function handleIn(said: string): string | null {
  const name = said.replace(/^[@＠]/, "");
  return name !== said && HANDLE.test(name) ? name : null;
}

/**
 * Lists the links, tags and mentions in a post's facets (by the handle that the
 * text says, else by the account's DID), and its tags outside the text. Skips invalid ones.
 *
 * @param facets Annotated ranges of the text, in bytes of UTF-8.
 * @param tags The tags outside the text.
 * @return Undefined if there are none.
 */
export function readFacets(
  text: string,
  facets: unknown,
  tags: unknown,
): PostEntities | undefined {
  if (!Array.isArray(facets) && !Array.isArray(tags)) return undefined;
  const links = new Set<string>();
  const hashtags = new Set<string>();
  const mentions = new Set<string>();
  for (const { feature, said } of featuresOf(text, facets)) {
    const { uri, tag, did } = feature;
    switch (feature["$type"]) {
      case "app.bsky.richtext.facet#link":
        add(links, typeof uri === "string" ? webUrl(uri) : null);
        break;
      case "app.bsky.richtext.facet#tag":
        add(hashtags, nameOf(tag));
        break;
      case "app.bsky.richtext.facet#mention":
        add(mentions, handleIn(said) ?? nameOf(did));
        break;
    }
  }
  if (Array.isArray(tags)) {
    for (const tag of tags) {
      add(hashtags, nameOf(tag));
    }
  }
  if (links.size + hashtags.size + mentions.size === 0) return undefined;
  return {
    ...(links.size > 0 && { links: [...links] }),
    ...(hashtags.size > 0 && { hashtags: [...hashtags] }),
    ...(mentions.size > 0 && { mentions: [...mentions] }),
  };
}

/** The features of facets with a valid range, each with the text there. */
function featuresOf(
  text: string,
  facets: unknown,
): { feature: Fields; said: string }[] {
  if (!Array.isArray(facets) || facets.length === 0) return [];
  const bytes = encoder.encode(text);
  return facets.flatMap((facet) => {
    if (!isObject(facet)) return [];
    const { index, features } = facet;
    if (!isRange(index, bytes) || !Array.isArray(features)) return [];
    const said = decoder.decode(bytes.slice(index.byteStart, index.byteEnd));
    return features.filter(isObject).map((feature) => ({ feature, said }));
  });
}

/** Where a text begins and ends, in bytes. */
interface Range {
  readonly byteStart: number;
  readonly byteEnd: number;
}

function isRange(index: unknown, bytes: Uint8Array): index is Fields & Range {
  if (!isObject(index)) return false;
  const { byteStart, byteEnd } = index;
  return isBoundary(byteStart, bytes) && isBoundary(byteEnd, bytes) &&
    byteStart < byteEnd;
}

/** Whether an offset is the start of a character or the end of the text. */
function isBoundary(offset: unknown, bytes: Uint8Array): offset is number {
  if (!Number.isInteger(offset)) return false;
  const at = offset as number;
  if (at === bytes.length) return true;
  const byte = bytes[at];
  return byte !== undefined && (byte & 0xc0) !== 0x80;
}

function nameOf(value: unknown): string | null {
  return typeof value === "string"
    ? cleanText(value).trim().replace(/^[#＃@＠]/, "")
    : null;
}

function add(names: Set<string>, name: string | null): void {
  if (name) names.add(name);
}
