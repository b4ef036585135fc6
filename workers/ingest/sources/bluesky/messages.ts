import { Buffer } from "node:buffer";
import { headOf } from "../live/head_of.ts";
import type { RejectReason, SourceEvent, SourceStatus } from "../source.ts";
import { formatBlueskyPosition } from "./bluesky_position.ts";
import { readPost } from "./read_post.ts";

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
