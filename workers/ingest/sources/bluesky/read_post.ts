import { cleanText } from "../../../../domain/post/clean_text.ts";
import { clampCreated } from "../live/clamp_created.ts";
import type { SourcePost } from "../source.ts";
import { readFacets } from "./read_facets.ts";

/**
 * Makes a post of a record of `app.bsky.feed.post`.
 *
 * @param record Whatever its author's client wrote.
 * @param receivedMs When the network took it in.
 * @return Null if it is no such record.
 */
export function readPost(
  did: string,
  rkey: string,
  record: unknown,
  receivedMs: number,
): SourcePost | null {
  if (typeof record !== "object" || record === null) return null;
  const { text, createdAt, langs, facets, tags } = record as Record<
    string,
    unknown
  >;
  if (typeof text !== "string") return null;
  const entities = readFacets(text, facets, tags);
  return {
    id: `${did}/${rkey}`,
    createdMs: clampCreated(
      typeof createdAt === "string" ? Date.parse(createdAt) : NaN,
      receivedMs,
    ),
    text: cleanText(text),
    lang: readLang(langs),
    author: did,
    url: `https://bsky.app/profile/${did}/post/${rkey}`,
    ...(entities && { entities }),
  };
}

const LANG = /^([A-Za-z]{2,3})((?:-[A-Za-z0-9]{1,8}){0,4})$/;

/** The first of a record's languages, if it looks like a tag of BCP 47. */
function readLang(langs: unknown): string {
  const first: unknown = Array.isArray(langs) ? langs[0] : undefined;
  if (typeof first !== "string") return "und";
  const [, language, rest = ""] = LANG.exec(first) ?? [];
  return language === undefined ? "und" : language.toLowerCase() + rest;
}
