import { Buffer } from "node:buffer";
import type { PostEntities } from "../../../../domain/post/post.ts";
import { cleanText, webUrl } from "../../../../domain/text/clean.ts";
import type { EventQueue } from "../event_queue.ts";
import { clampCreated, headOf, readLang } from "../post_fields.ts";
import type {
  RejectReason,
  SourceEvent,
  SourcePost,
  SourceStatus,
} from "../source.ts";
import { formatBlueskyPosition, type Missing, type Resume } from "./resume.ts";

/** What became of a connection, as far as its messages tell. */
interface Report {
  /** When the last message came; null: none did. */
  readonly heardMs: number | null;
  /** When the first post or the like came. */
  readonly liveMs: number | null;
  /** What the server said before it went. */
  readonly complaint: string | null;
}

/** Takes the messages of one connection. */
interface Receiver {
  take(data: string | ArrayBuffer): void;
  report(): Report;
}

/** What was before the connection. */
interface Before {
  readonly resume: Resume;
  /** Whether an earlier connection was live. */
  readonly isBegun: boolean;
  /** Since when nothing came; null: nobody was told that. */
  readonly downSinceMs: number | null;
  /** The queue takes no more. */
  readonly onFull: () => void;
}

/** Reads messages into a queue, and says there when the first came. */
export function createReceiver(
  host: string,
  queue: EventQueue<SourceEvent>,
  { resume, isBegun, downSinceMs, onFull }: Before,
): Receiver {
  let heardMs: number | null = null;
  let liveMs: number | null = null;
  let complaint: string | null = null;
  let isFull = false;

  function tellMissing({ fromMs, toMs }: Missing, detail: string): void {
    const why = `${host}: keeps nothing from before ${timeOf(toMs)}`;
    queue.push({ kind: "down", atMs: fromMs, why, retryMs: 0 }, 0);
    const atMs = Math.max(toMs, downSinceMs ?? toMs);
    queue.push({ kind: "live", atMs, detail, recovered: false }, 0);
  }

  function begin(timeUs: number, atMs: number): void {
    const detail = `connected to ${host}`;
    const missing = resume.missingBefore(host, timeUs);
    if (missing !== null) return tellMissing(missing, detail);
    if (isBegun && downSinceMs === null) return; // only the queue was full
    const recovered = resume.hasPlace ||
      (downSinceMs === null && !resume.isLost);
    queue.push({ kind: "live", atMs, detail, recovered }, 0);
  }

  function take(data: string | ArrayBuffer): void {
    if (isFull) return;
    const nowMs = heardMs = Date.now();
    const message = readMessage(data, host, nowMs);
    const { timeUs, event } = message;
    complaint = message.complaint ?? complaint;
    if (timeUs !== null && liveMs === null) {
      liveMs = nowMs;
      begin(timeUs, nowMs);
    }
    if (event !== null) {
      isFull = !queue.push(event, sizeOfEvent(event, data));
      if (isFull) return onFull();
    }
    if (timeUs !== null) resume.move(host, timeUs);
  }

  return { take, report: () => ({ heardMs, liveMs, complaint }) };
}

/** About what an event holds on to. */
function sizeOfEvent(event: SourceEvent, data: string | ArrayBuffer): number {
  if (event.kind === "rejected") return event.head.length;
  return typeof data === "string" ? data.length : data.byteLength;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** Longest message, in bytes of UTF-8. */
export const MAX_MESSAGE = 64 * 1024;

const COLLECTION = "app.bsky.feed.post";
const DID = /^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$/;
const RKEY = /^[A-Za-z0-9._:~-]+$/;
const MAX_ID = 255;

/** How far back a time can be that was not only just received: what instances keep, in ms. */
const WINDOW_MS = 36 * 3_600_000;

/** States in which an account's posts stay, although it is not active. */
const PASSING: ReadonlySet<unknown> = new Set(["throttled", "desynchronized"]);

/** What a message of Jetstream says. */
interface JetstreamMessage {
  /** The instance's clock, never far ahead of ours; null if it is not told. */
  readonly timeUs: number | null;
  /** Null: it has nothing for us. */
  readonly event: Exclude<SourceEvent, SourceStatus> | null;
  /** What the server complains of. */
  readonly complaint?: string;
}

/** Reads a message that an instance sent. */
export function readMessage(
  data: string | ArrayBuffer,
  host: string,
  nowMs: number,
): JetstreamMessage {
  if (typeof data !== "string") {
    const detail = "The message is not text";
    return rejected("malformed", detail, new Uint8Array(data));
  }
  const size = sizeOf(data);
  if (size > MAX_MESSAGE) {
    const detail =
      `The message has ${size} bytes, at most ${MAX_MESSAGE} are taken`;
    return rejected("oversize", detail, data);
  }
  const message = readObject(data);
  if (message === null) {
    const detail = "The message is not a JSON object";
    return rejected("malformed", detail, data);
  }
  const timeUs = readTime(message["time_us"], nowMs);
  const position = timeUs === null
    ? null
    : formatBlueskyPosition({ host, timeUs });
  const event = readEvent(message, position, receivedMs(timeUs, nowMs));
  if (typeof event === "string") {
    const complaint = readComplaint(message);
    if (complaint !== null) return { timeUs: null, event: null, complaint };
    return rejected("malformed", event, data);
  }
  return { timeUs, event };
}

type Fields = Record<string, unknown>;

/** What a message means to us, or what is wrong with it. */
function readEvent(
  message: Fields,
  position: string | null,
  receivedMs: number,
): JetstreamMessage["event"] | string {
  const { kind, did, commit, account } = message;
  if (typeof kind !== "string") return "The message has no `kind`";
  if (kind !== "commit" && kind !== "account") return null;
  if (typeof did !== "string" || !DID.test(did)) return "`did` is no DID";
  if (kind === "account") {
    if (!isObject(account)) return "`account` is missing";
    const { active, status } = account;
    if (active !== false || PASSING.has(status)) return null;
    return { kind: "delete-author", idPrefix: `${did}/`, position };
  }
  if (!isObject(commit)) return "`commit` is missing";
  const { operation, collection, rkey, record } = commit;
  if (typeof collection !== "string") return "`collection` is missing";
  if (collection !== COLLECTION) return null;
  if (typeof rkey !== "string" || !RKEY.test(rkey)) return "`rkey` is no key";
  const id = `${did}/${rkey}`;
  if (id.length > MAX_ID) return `The post's id is over ${MAX_ID} bytes`;
  if (operation === "delete") return { kind: "delete", id, position };
  if (operation !== "create" && operation !== "update") {
    return "`operation` is not known";
  }
  const post = readPost(did, rkey, record, receivedMs);
  if (post === null) return "The post has no text";
  if (operation === "update") return { kind: "edit", post, position };
  return post.text.trim() === "" ? null : { kind: "post", post, position };
}

function rejected(
  reason: RejectReason,
  detail: string,
  sent: string | Uint8Array,
): JetstreamMessage {
  // Its time is not believed either: a place that is wrong would skip posts.
  const event = { reason, detail, head: headOf(sent), position: null };
  return { timeUs: null, event: { kind: "rejected", ...event } };
}

/** Bytes of UTF-8; a short text is not worth counting. */
function sizeOf(text: string): number {
  return text.length * 3 <= MAX_MESSAGE ? text.length : Buffer.byteLength(text);
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

/** How far ahead of ours the instance's clock may be. */
const AHEAD_MS = 60_000;

function readTime(value: unknown, nowMs: number): number | null {
  if (!Number.isSafeInteger(value)) return null;
  const timeUs = value as number;
  if (timeUs < 0) return null;
  return timeUs > (nowMs + AHEAD_MS) * 1_000 ? nowMs * 1_000 : timeUs;
}

/** When the network took a message in: it may come from what an instance kept. */
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
 * Makes a post of a record of `app.bsky.feed.post`.
 *
 * @param record Whatever its author's client wrote.
 * @param receivedMs When the network took it in.
 * @return Null if it is no such record.
 */
function readPost(
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
    lang: readLang(Array.isArray(langs) ? langs[0] : undefined),
    author: did,
    url: `https://bsky.app/profile/${did}/post/${rkey}`,
    ...(entities && { entities }),
  };
}

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
