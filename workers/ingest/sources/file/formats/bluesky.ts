import type { PostContext } from "../../../../../domain/post/post.ts";
import { readPost } from "../../bluesky/record.ts";
import { MAX_ID } from "../../post_fields.ts";
import {
  type Fields,
  fieldsOf,
  isObject,
  type Reading,
  refuse,
  textOf,
} from "./reading.ts";

const COLLECTION = "app.bsky.feed.post";
const URI = /^at:\/\/(did:[a-z0-9]+:[\w.:%-]+)\/([a-z.A-Z]+)\/([\w.:~-]+)$/;
const DID = /^did:[a-z0-9]+:[\w.:%-]+$/;

/** States of an inactive account that keeps its posts. */
const TEMPORARY: ReadonlySet<unknown> = new Set([
  "throttled",
  "desynchronized",
]);

function passed(why: string): Reading {
  return { kind: "passed", why };
}

/** Reads a message of Jetstream as it was recorded, however long ago. */
export function readJetstream(value: Fields): Reading {
  const { kind, did, account, time_us } = value;
  if (typeof did !== "string" || !DID.test(did)) {
    return refuse("`did` is missing, or no DID");
  }
  if (kind === "account") {
    const { active, status } = fieldsOf(account);
    if (active !== false || TEMPORARY.has(status)) return passed("an account");
    return { kind: "delete-author", network: "bluesky", idPrefix: `${did}/` };
  }
  if (kind !== "commit") return passed(`an event of the kind ${kind}`);
  const { operation, collection, rkey, record } = fieldsOf(value["commit"]);
  if (typeof collection !== "string") {
    return refuse("`commit.collection` is missing");
  }
  if (collection !== COLLECTION) return passed(`a record of ${collection}`);
  const name = textOf(rkey);
  if (name === undefined) return refuse("`commit.rkey` is missing");
  if (operation === "delete") {
    return { kind: "delete", network: "bluesky", id: `${did}/${name}` };
  }
  const receivedMs = typeof time_us === "number" ? time_us / 1_000 : NaN;
  const reading = readRecord({ did, rkey: name, record, receivedMs });
  return operation === "update" && reading.kind === "post"
    ? { ...reading, kind: "edit" }
    : reading;
}

/** A record of a post, and whose it is. */
interface PostRecord {
  readonly did: string;
  readonly rkey: string;
  readonly record: unknown;
  /** When the network received it; NaN if unknown. */
  readonly receivedMs: number;
  /** The embed as the API shows it. */
  readonly view?: unknown;
}

/** A post keeps its own time, unless that is after it was received. */
function readRecord(
  { did, rkey, record, receivedMs, view }: PostRecord,
): Reading {
  const fields = fieldsOf(fromPython(record));
  if (typeof fields["text"] !== "string") {
    return refuse("`record.text` is missing");
  }
  const { createdAt } = fields;
  const ownMs = typeof createdAt === "string" ? Date.parse(createdAt) : NaN;
  const times = [ownMs, receivedMs].filter((ms) => ms >= 0);
  if (times.length === 0) return refuse("`record.createdAt` is no time");
  const createdMs = Math.floor(Math.min(...times));
  const post = readPost(did, rkey, fields, createdMs);
  if (post === null || post.id.length > MAX_ID) {
    return refuse("`record` is no post");
  }
  if (post.text.trim() === "") return passed("a post without text");
  return {
    kind: "post",
    network: "bluesky",
    post: { ...post, createdMs, ...withQuoted(post.context, view) },
  };
}

/** What stands beside a post, with what the quoted post says: only the API adds that. */
function withQuoted(
  context: PostContext | undefined,
  view: unknown,
): { context?: PostContext } {
  const outer = fieldsOf(fieldsOf(fromPython(view))["record"]);
  const quoted = isObject(outer["record"]) ? outer["record"] : outer;
  const text = textOf(fieldsOf(quoted["value"])["text"]);
  if (text === undefined) return {};
  const author = textOf(fieldsOf(quoted["author"])["did"]) ?? null;
  return { context: { ...context, quoted: { author, text } } };
}

/** Reads a post as the API shows it, or an item of a feed that holds one. */
export function readPostView(value: Fields): Reading {
  if (isObject(value["post"])) return readPostView(value["post"]);
  if ("post" in value) return refuse("`post` is no post");
  const { uri, author, indexedAt, indexed_at } = value;
  const record = isObject(value["record"]) ? value["record"] : value["value"];
  if (textOf(uri) === undefined) return refuse("`uri` is missing");
  const [, did, collection, rkey] = URI.exec(String(uri)) ?? [];
  if (did === undefined || rkey === undefined) {
    return refuse("`uri` is not the address of a post (at://did:…)");
  }
  if (collection !== COLLECTION) return passed(`a record of ${collection}`);
  void author; // the address names the account, and handles change
  const receivedMs = Date.parse(String(indexedAt ?? indexed_at ?? ""));
  return readRecord({ did, rkey, record, receivedMs, view: value["embed"] });
}

/** Undoes the names that the SDK for Python gives: `created_at`, `py_type`. */
function fromPython(value: unknown, depth = 0): unknown {
  if (depth > 20 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item) => fromPython(item, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key === "py_type"
        ? "$type"
        : key.replace(/(?<=[a-z])_([a-z])/g, (_, letter) =>
          letter.toUpperCase()),
      fromPython(item, depth + 1),
    ]),
  );
}

/** The id of a post by its address; undefined if it is none of Bluesky. */
export function idOfUri(uri: string): string | undefined {
  const [, did, collection, rkey] = URI.exec(uri.trim()) ?? [];
  return collection === COLLECTION ? `${did}/${rkey}` : undefined;
}
