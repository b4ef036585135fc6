import { createHash } from "node:crypto";
import { matchQuery, prepareText } from "../../domain/query/match.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import {
  type Broker,
  MessageTooLargeError,
  type OutgoingMessage,
} from "../broker/broker.ts";
import { encodeMessage } from "../broker/message.ts";
import { headOf } from "./sources/post_fields.ts";
import type {
  PostEvent,
  Source,
  SourceEvent,
  SourcePost,
} from "./sources/source.ts";

/** What a source is put into the log with. */
interface IngestParts {
  readonly broker: Pick<Broker, "publish">;
  readonly matchTopics: MatchTopics;
  readonly known: KnownPosts;
}

/** How far a source was read. */
export interface Progress {
  /** The newest place that a message carries into the database. */
  sent: string | null;
  /** The newest place up to which the log has everything. */
  reached: string | null;
}

/** Options for {@linkcode ingest}. */
export interface IngestOptions {
  /** Messages that may wait for the log at once; then the source waits. @default {1000} */
  maxInFlight?: number;
  /** Told of each event that the source gave. */
  onEvent?: (event: SourceEvent) => void;
  /** Kept up to date; it begins with the place to go on at. */
  progress?: Progress;
  /** Ends the waiting for what the log has not taken yet. */
  giveUp?: AbortSignal | undefined;
}

/**
 * Puts what a source gives after `position` into the log, until it ends or
 * `signal` aborts. Resolves when the log has taken all of it; a message that
 * the log refuses ends it with that error, unless it is only too large.
 */
export async function ingest(
  source: Source,
  position: string | null,
  parts: IngestParts,
  signal: AbortSignal,
  options: IngestOptions = {},
): Promise<void> {
  const { maxInFlight = 1_000, onEvent = () => {} } = options;
  const { progress = { sent: position, reached: position } } = options;
  const { giveUp = new AbortController().signal } = options;
  const { broker, matchTopics, known } = parts;
  const refused = new AbortController();
  const inFlight = new Set<Promise<void>>();
  const publish = (message: OutgoingMessage) =>
    broker.publish(message).catch((error) => {
      if (!(error instanceof MessageTooLargeError)) throw error;
      return broker.publish(tooLarge(message, error, source));
    });

  function send(message: OutgoingMessage): void {
    const sent = publish(message)
      .catch((error) => refused.abort(error))
      .finally(() => inFlight.delete(sent));
    inFlight.add(sent);
  }

  function move(place: string | null, isSent: boolean): void {
    if (place === null) return;
    if (isSent) progress.sent = place;
    if (isSent || inFlight.size === 0) progress.reached = place;
  }

  const gaveUp = new Promise<void>((resolve) => {
    if (giveUp.aborted) resolve();
    giveUp.addEventListener("abort", () => resolve(), { once: true });
  });
  const either = AbortSignal.any([signal, refused.signal]);
  for await (const event of source.read(position, either)) {
    onEvent(event);
    if (!("position" in event)) continue;
    const ours = await oursOf(event, known);
    const messages = ours ? toMessages(ours, source, matchTopics) : [];
    for (const message of messages) send(message);
    if (messages.length > 0 && "post" in event) known.add(event.post.id);
    move(event.position, messages.length > 0);
    while (inFlight.size >= maxInFlight && !giveUp.aborted) {
      await Promise.race([...inFlight, gaveUp]);
    }
    refused.signal.throwIfAborted();
  }
  await Promise.race([Promise.all(inFlight), gaveUp]);
  refused.signal.throwIfAborted();
}

/** What an event means to us, who do not have most posts; null: nothing. */
async function oursOf(
  event: PostEvent,
  known: KnownPosts,
): Promise<PostEvent | null> {
  switch (event.kind) {
    case "delete":
      return await known.has(event.id) ? event : null;
    case "delete-author":
      return await known.hasPrefix(event.idPrefix) ? event : null;
    case "edit":
      return await known.has(event.post.id)
        ? event
        : { ...event, kind: "post" };
    default:
      return event;
  }
}

/** What goes into the log in place of a message that it can never take. */
function tooLarge(
  { id, data }: OutgoingMessage,
  { message: detail }: MessageTooLargeError,
  source: Source,
): OutgoingMessage {
  const event: PostEvent = {
    kind: "rejected",
    reason: "oversize",
    detail,
    head: headOf(data),
    position: null,
  };
  const [rejected] = toMessages(event, source, () => []);
  return { ...rejected!, id: `rejected:${id}` };
}

/** Looks posts of a source up in the database. */
export interface FindPosts {
  /** Those of some ids that have a row in any topic. */
  findIds(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether the id of any post begins so. */
  hasPrefix(prefix: string): Promise<boolean>;
}

/**
 * Knows which posts of a source we took in. A network tells of each deletion,
 * and nearly all are of posts that match no topic.
 */
interface KnownPosts {
  /** A post is on its way into the log. */
  add(id: string): void;
  /** Whether there may be a row of it, or will be; if nobody can tell, yes. */
  has(id: string): Promise<boolean>;
  hasPrefix(prefix: string): Promise<boolean>;
}

/** Options for {@linkcode createKnownPosts}. */
export interface KnownPostsOptions {
  /** Newest posts that are known without a look. @default {50_000} */
  remember?: number;
}

/** Creates the memory of one run of a source. */
export function createKnownPosts(
  find: FindPosts,
  { remember = 50_000 }: KnownPostsOptions = {},
): KnownPosts {
  const newest = new Set<string>();
  return {
    add(id) {
      newest.delete(id);
      newest.add(id);
      if (newest.size <= remember) return;
      const [oldest] = newest;
      newest.delete(oldest!);
    },
    async has(id) {
      if (newest.has(id)) return true;
      return await find.findIds([id]).then((ids) => ids.has(id), () => true);
    },
    async hasPrefix(prefix) {
      for (const id of newest) if (id.startsWith(prefix)) return true;
      return await find.hasPrefix(prefix).catch(() => true);
    },
  };
}

/** Finds the active topics that a post matches. */
export function createMatcher(topics: readonly Topic[]): MatchTopics {
  const active = topics.filter((topic) => topic.active)
    .map(({ slug, query }) => ({ slug, query: parseQuery(query) }));
  return (post) => {
    const document = prepareText(post);
    return active.filter(({ query }) => matchQuery(query, document))
      .map(({ slug }) => slug);
  };
}

/** The slugs of the topics that a post matches. */
export type MatchTopics = (post: SourcePost) => readonly string[];

/**
 * Writes what a source gave as messages: a post once for each topic that it
 * matches. Only the last carries the place after the event, so that whoever
 * goes on from there has all of it.
 */
export function toMessages(
  event: PostEvent,
  source: Pick<Source, "name" | "key">,
  matchTopics: MatchTopics,
): OutgoingMessage[] {
  const drafts = toDrafts(event, source, matchTopics);
  const receivedMs = Date.now();
  const place = event.position === null
    ? null
    : { source: source.key, position: event.position };
  return drafts.map(({ subject, id, content }, i) => {
    const checkpoint = i === drafts.length - 1 ? place : null;
    const data = encodeMessage({ ...content, receivedMs, checkpoint });
    return { subject, id, data };
  });
}

type Message = Parameters<typeof encodeMessage>[0];

/** A message without what all have. */
interface Draft {
  readonly subject: string;
  readonly id: string;
  readonly content: DistributiveOmit<Message, "receivedMs" | "checkpoint">;
}

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K>
  : never;

function toDrafts(
  event: PostEvent,
  { name, key }: Pick<Source, "name" | "key">,
  matchTopics: MatchTopics,
): Draft[] {
  switch (event.kind) {
    case "rejected": {
      const { reason, detail, position } = event;
      const head = event.head.toBase64();
      const id = `rejected:${key}:${position ?? crypto.randomUUID()}`;
      return [{
        subject: `rejected.${name}`,
        id,
        content: { reason, detail, head },
      }];
    }
    case "delete":
      return [{
        subject: `deletes.${name}`,
        id: `delete:${name}:${event.id}`,
        content: { id: event.id },
      }];
    case "delete-author":
      return [{
        subject: `deletes.${name}`,
        id: `delete-author:${name}:${event.idPrefix}`,
        content: { id: event.idPrefix, isPrefix: true },
      }];
    case "edit":
      return [
        toEdit(event.post, name),
        ...toPosts(event.post, name, matchTopics(event.post)),
      ];
    case "post":
      return toPosts(event.post, name, event.topics ?? matchTopics(event.post));
  }
}

function toPosts(
  post: SourcePost,
  name: string,
  slugs: readonly string[],
): Draft[] {
  return slugs.map((slug) => ({
    subject: `posts.${slug}.${name}`,
    id: `${name}:${post.id}:${slug}`,
    content: post,
  }));
}

/** Two edits of a post are two messages, one that is sent twice is one. */
function toEdit(post: SourcePost, name: string): Draft {
  const hash = createHash("sha256").update(JSON.stringify(post));
  const id = `edit:${name}:${post.id}:${hash.digest("base64url")}`;
  return { subject: `edits.${name}`, id, content: post };
}
