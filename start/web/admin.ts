import { HttpError } from "fresh";
import { Buffer } from "node:buffer";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "../../db/connection/database.ts";
import { readNewestPosts } from "../../db/read/posts.ts";
import { listTopics } from "../../db/read/snapshot.ts";
import { UnknownTopicError } from "../../db/read/topics.ts";
import {
  addTopic,
  changeTopic,
  removeTopic,
  TooManyTopicsError,
  TopicExistsError,
} from "../../db/write/topics.ts";
import type { Query } from "../../domain/query/query.ts";
import type { Session, TopicSummary } from "../../domain/topic/topic.ts";
import {
  type Admission,
  type NewTopic,
  type TopicChange,
  tryQuery,
} from "../../domain/topic/try_query.ts";

/** Posts that a query is tried on. */
const MAX_TRIED = 10_000;

/** Posts that are tried before other work gets a turn. */
const TURN = 200;

/** What {@linkcode createTopicAdmin} uses besides the database. */
interface TopicAdminParts {
  /** Where posts are read: a handle of its own, so that writers need not wait. */
  readonly reader: Database;
  /** Allows its holder to change topics; null for nobody. */
  readonly token: string | null;
  /** Called after each change. */
  readonly onChange: () => void;
}

/**
 * What the holder of the token may do. Expected errors have an HTTP status.
 *
 * @param db Takes the changes. With SQLite it must be the handle that stores posts
 * in this process: two writers would block each other.
 */
export function createTopicAdmin(
  db: Database,
  { reader, token, onChange }: TopicAdminParts,
) {
  async function summaryOf(slug: string): Promise<TopicSummary> {
    const topics = await listTopics(db.kysely);
    const topic = topics.find((one) => one.slug === slug);
    if (!topic) throw new UnknownTopicError(slug);
    return topic;
  }

  async function change<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toHttpError(error);
    } finally {
      onChange();
    }
  }

  const sessions = createSessions(token);
  return {
    admit: createAdmission(token),
    beginSession: sessions.begin,
    hasSession: sessions.has,
    add: (topic: NewTopic) =>
      change(async () => {
        await addTopic(db, topic);
        return await summaryOf(topic.slug);
      }),
    change: (slug: string, changes: TopicChange) =>
      change(async () => {
        await changeTopic(db, slug, changes);
        return await summaryOf(slug);
      }),
    /** Archives a topic, or deletes it with its posts; returns how many there are. */
    remove: (slug: string, options: { purge: boolean }) =>
      change(async () => await removeTopic(db, slug, options)),
    /** Tries a query on the newest stored posts. */
    test: (query: Query) =>
      tryQuery(query, withTurns(readNewestPosts(reader.kysely, MAX_TRIED))),
  };
}

/** Yields to other work from time to time: trying a query keeps a processor busy. */
async function* withTurns<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  let count = 0;
  for await (const item of items) {
    yield item;
    if (++count % TURN === 0) await nextTurn();
  }
}

/** Gives expected errors their HTTP status. */
function toHttpError(error: unknown): unknown {
  if (error instanceof UnknownTopicError) return httpError(404, error);
  const isConflict = error instanceof TopicExistsError ||
    error instanceof TooManyTopicsError;
  return isConflict ? httpError(409, error) : error;
}

function httpError(status: 404 | 409, cause: Error): HttpError {
  return new HttpError(status, cause.message, { cause });
}

/** Senders of wrong tokens that are remembered; the oldest are dropped first. */
const MAX_SENDERS = 10_000;

/** Options for {@linkcode createAdmission}. */
interface AdmissionOptions {
  /** Wrong tokens that a sender may try within a window. @default {10} */
  tries?: number;
  /** @default {60_000} */
  windowMs?: number;
  /** Epoch milliseconds. @default {Date.now} */
  now?: () => number;
}

/**
 * Checks tokens; null means that nobody is admitted.
 *
 * A wrong token takes as long as the right one. A sender of too many wrong ones
 * is blocked for the rest of the window.
 */
export function createAdmission(
  token: string | null,
  options: AdmissionOptions = {},
): (given: string | null, address: string) => Admission {
  const { tries = 10, windowMs = 60_000, now = Date.now } = options;
  const right = token === null ? null : digest(token);
  const wrong = new Map<string, { count: number; endMs: number }>();

  function note(sender: string, nowMs: number): void {
    const known = wrong.get(sender);
    if (known && known.endMs > nowMs) {
      known.count++;
      return;
    }
    wrong.delete(sender);
    if (wrong.size >= MAX_SENDERS) wrong.delete(wrong.keys().next().value!);
    wrong.set(sender, { count: 1, endMs: nowMs + windowMs });
  }

  return (given, address) => {
    if (right === null) return { kind: "read-only" };
    const sender = addressBlock(address);
    const nowMs = now();
    const known = wrong.get(sender);
    if (known && known.count >= tries && known.endMs > nowMs) {
      const retryAfter = Math.ceil((known.endMs - nowMs) / 1_000);
      return { kind: "blocked", retryAfter };
    }
    if (given === null) return { kind: "refused" };
    if (timingSafeEqual(digest(given), right)) return { kind: "admitted" };
    note(sender, nowMs);
    return { kind: "refused" };
  };
}

/** Of the same length for every token, to hide its length. */
function digest(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

/** The part of a network address that identifies a sender: of IPv6 the first 64 bits. */
export function addressBlock(address: string): string {
  const [, mapped] = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":") : [];
  const zeros = Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...new Array<string>(zeros).fill("0"), ...rest];
  return all.slice(0, 4).map((group) => parseInt(group, 16).toString(16))
    .join(":");
}

/** Separates these signatures from others with the same token. */
const PURPOSE = "freshet session 1";

/** Options for {@linkcode createSessions}. */
interface SessionsOptions {
  /** @default {43_200} */
  lastsSeconds?: number;
  /** Epoch milliseconds. @default {Date.now} */
  now?: () => number;
}

/** Stateless sessions: every process with the token recognizes them. */
interface Sessions {
  begin(): Session;
  /** Whether a value belongs to a session that has not expired. */
  has(value: string): boolean;
}

/**
 * Signs the expiry of sessions with the token; null means no sessions. A new
 * token ends them all.
 */
export function createSessions(
  token: string | null,
  options: SessionsOptions = {},
): Sessions {
  const { lastsSeconds = 43_200, now = Date.now } = options;
  const key = token === null ? null : sign(token, PURPOSE);

  return {
    begin() {
      if (key === null) throw new Error("Cannot begin a session: no token");
      const end = Math.floor(now() / 1_000) + lastsSeconds;
      const mac = sign(key, String(end)).toString("base64url");
      return { value: `${end}.${mac}`, seconds: lastsSeconds };
    },
    has(value) {
      const [, end, mac] = /^(\d{1,12})\.([\w-]{43})$/.exec(value) ?? [];
      if (key === null || end === undefined || mac === undefined) return false;
      const given = Buffer.from(mac, "base64url");
      return timingSafeEqual(given, sign(key, end)) &&
        Number(end) * 1_000 > now();
    },
  };
}

function sign(key: string | Uint8Array, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
