import { cleanText } from "../../../../domain/post/clean_text.ts";
import type { PostEntities } from "../../../../domain/post/entities.ts";
import { webUrl } from "../../../../domain/text/clean.ts";

const encoder = new TextEncoder();

/**
 * Lists the links, tags and mentions (by the account's identifier) that a post
 * marks in its text, and the tags beside it. What is broken is left out.
 *
 * @param facets The record's marks: ranges of bytes of the text in UTF-8.
 * @param tags The record's tags outside the text.
 * @return Undefined if there is nothing.
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
  for (const feature of featuresOf(text, facets)) {
    const { uri, tag, did } = feature;
    switch (feature["$type"]) {
      case "app.bsky.richtext.facet#link":
        add(links, typeof uri === "string" ? webUrl(uri) : null);
        break;
      case "app.bsky.richtext.facet#tag":
        add(hashtags, nameOf(tag));
        break;
      case "app.bsky.richtext.facet#mention":
        add(mentions, nameOf(did));
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

/** What marks say whose range is one of the text. */
function featuresOf(text: string, facets: unknown): Record<string, unknown>[] {
  if (!Array.isArray(facets) || facets.length === 0) return [];
  const bytes = encoder.encode(text);
  return facets.flatMap((facet) => {
    if (!isRecord(facet) || !isRange(facet["index"], bytes)) return [];
    const { features } = facet;
    return Array.isArray(features) ? features.filter(isRecord) : [];
  });
}

function isRange(index: unknown, bytes: Uint8Array): boolean {
  if (!isRecord(index)) return false;
  const { byteStart, byteEnd } = index;
  return isBoundary(byteStart, bytes) && isBoundary(byteEnd, bytes) &&
    byteStart < byteEnd;
}

/** Whether a character begins at an offset, or the text ends. */
function isBoundary(offset: unknown, bytes: Uint8Array): offset is number {
  if (!Number.isInteger(offset)) return false;
  const at = offset as number;
  if (at === bytes.length) return true;
  const byte = bytes[at];
  return byte !== undefined && (byte & 0xc0) !== 0x80;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function nameOf(value: unknown): string | null {
  return typeof value === "string"
    ? cleanText(value).trim().replace(/^[#＃@＠]/, "")
    : null;
}

function add(names: Set<string>, name: string | null): void {
  if (name) names.add(name);
}
