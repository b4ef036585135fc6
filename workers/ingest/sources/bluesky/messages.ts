import { Buffer } from "node:buffer";
import { MAX_ID, MAX_SIZE, reject } from "../post_fields.ts";
import type { PostEvent } from "../source.ts";
import { formatBlueskyPosition } from "./progress.ts";
import { COLLECTION, type Fields, isObject, readPost } from "./record.ts";

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
  /** What it says of the name of an account; null: it has none any more. */
  readonly identity?: { readonly did: string; readonly handle: string | null };
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
  const identity = readIdentity(message);
  return { timeUs, event, ...(identity && { identity }) };
}

function readIdentity(
  { kind, did, identity, account }: Fields,
): JetstreamMessage["identity"] {
  if (typeof did !== "string" || !DID.test(did)) return undefined;
  if (kind === "account" && isObject(account) && account["active"] === false) {
    return TEMPORARY.has(account["status"]) ? undefined : { did, handle: null };
  }
  if (kind !== "identity" || !isObject(identity)) return undefined;
  const { handle } = identity;
  return typeof handle === "string" ? { did, handle } : undefined;
}

function rejected(...args: Parameters<typeof reject>): JetstreamMessage {
  return { timeUs: null, event: reject(...args) };
}

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
