import { Buffer } from "node:buffer";
import type { PostEntities } from "../../../../domain/post/post.ts";
import { cleanText, webUrl } from "../../../../domain/text/clean.ts";
import {
  clampCreated,
  MAX_ID,
  MAX_SIZE,
  readLang,
  reject,
} from "../post_fields.ts";
import type { PostEvent, SourcePost } from "../source.ts";
import { formatBlueskyPosition } from "./progress.ts";

const COLLECTION = "app.bsky.feed.post";
const DID = /^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$/;
const RKEY = /^[A-Za-z0-9._:~-]+$/;

/** How far back instances keep messages, in ms. */
const WINDOW_MS = 36 * 3_600_000;

/** States of an inactive account that keeps its posts. */
const TEMPORARY: ReadonlySet<unknown> = new Set([
  "throttled",
  "desynchronized",
]);

/** A message of Jetstream, as far as the source needs it. */
interface JetstreamMessage {
  /** The time of the instance, never far ahead of ours; null if there is none. */
  readonly timeUs: number | null;
  /** Null: the message is of no interest. */
  readonly event: PostEvent | null;
  /** The server's error message. */
  readonly complaint?: string;
}

/** Reads a message of an instance. */
export function readMessage(
  data: string | Uint8Array,
  host: string,
  nowMs: number,
): JetstreamMessage {
  if (typeof data !== "string") {
    return rejected(data, "malformed", "The message is not text");
  }
  const size = sizeOf(data);
  if (size > MAX_SIZE) {
    const detail = `The message has ${size} bytes, more than ${MAX_SIZE}`;
    return rejected(data, "oversize", detail);
  }
  const message = readObject(data);
  if (message === null) {
    return rejected(data, "malformed", "The message is not a JSON object");
  }
  const timeUs = readTime(message["time_us"], nowMs);
  const position = timeUs === null
    ? null
    : formatBlueskyPosition({ host, timeUs });
  const event = readEvent(message, position, receivedMs(timeUs, nowMs));
  if (typeof event === "string") {
    const complaint = readComplaint(message);
    if (complaint !== null) return { timeUs: null, event: null, complaint };
    return rejected(data, "malformed", event);
  }
  return { timeUs, event };
}

function rejected(...args: Parameters<typeof reject>): JetstreamMessage {
  return { timeUs: null, event: reject(...args) };
}

type Fields = Record<string, unknown>;

/** The event of a message, or what is wrong with it. */
function readEvent(
  message: Fields,
  position: string | null,
  receivedMs: number,
): JetstreamMessage["event"] | string {
  const { kind, did, commit, account } = message;
  if (typeof kind !== "string") return "The message has no `kind`";
  if (kind !== "commit" && kind !== "account") return null;
  if (typeof did !== "string" || !DID.test(did)) return "`did` is not a DID";
  if (kind === "account") {
    if (!isObject(account)) return "`account` is missing";
    const { active, status } = account;
    if (active !== false || TEMPORARY.has(status)) return null;
    return { kind: "delete-author", idPrefix: `${did}/`, position };
  }
  if (!isObject(commit)) return "`commit` is missing";
  const { operation, collection, rkey, record } = commit;
  if (typeof collection !== "string") return "`collection` is missing";
  if (collection !== COLLECTION) return null;
  if (typeof rkey !== "string" || !RKEY.test(rkey)) {
    return "`rkey` is not a record key";
  }
  const id = `${did}/${rkey}`;
  if (id.length > MAX_ID) return `The post's id is over ${MAX_ID} bytes`;
  if (operation === "delete") return { kind: "delete", id, position };
  if (operation !== "create" && operation !== "update") {
    return "Unknown `operation`";
  }
  const post = readPost(did, rkey, record, receivedMs);
  if (post === null) return "The post has no text";
  if (operation === "update") return { kind: "edit", post, position };
  return post.text.trim() === "" ? null : { kind: "post", post, position };
}

/** Bytes of UTF-8; of a short text at least a lower bound. */
function sizeOf(text: string): number {
  return text.length * 3 <= MAX_SIZE ? text.length : Buffer.byteLength(text);
}

function readObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && !Array.isArray(value) ? value : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/** How far an instance's clock may be ahead of ours. */
const AHEAD_MS = 60_000;

function readTime(value: unknown, nowMs: number): number | null {
  if (!Number.isSafeInteger(value)) return null;
  const timeUs = value as number;
  if (timeUs < 0) return null;
  return timeUs > (nowMs + AHEAD_MS) * 1_000 ? nowMs * 1_000 : timeUs;
}

/** When the network received a message, which may be an older one that the instance kept. */
function receivedMs(timeUs: number | null, nowMs: number): number {
  const timeMs = timeUs === null ? nowMs : Math.floor(timeUs / 1_000);
  return timeMs >= nowMs - WINDOW_MS ? Math.min(timeMs, nowMs) : nowMs;
}

function readComplaint({ error, message }: Fields): string | null {
  if (typeof error !== "string") return null;
  const words = typeof message === "string" ? `${error}: ${message}` : error;
  return words.slice(0, 200);
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
  const { text, createdAt, langs, facets, tags } = record;
  if (typeof text !== "string") return null;
  const entities = readFacets(text, facets, tags);
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
  };
}

const encoder = new TextEncoder();

/**
 * Lists the links, tags and mentions (by the account's identifier) in a post's
 * facets, and its tags outside the text. Skips invalid ones.
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

/** The features of facets with a valid range. */
function featuresOf(text: string, facets: unknown): Fields[] {
  if (!Array.isArray(facets) || facets.length === 0) return [];
  const bytes = encoder.encode(text);
  return facets.flatMap((facet) => {
    if (!isObject(facet) || !isRange(facet["index"], bytes)) return [];
    const { features } = facet;
    return Array.isArray(features) ? features.filter(isObject) : [];
  });
}

function isRange(index: unknown, bytes: Uint8Array): boolean {
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
