import { createHash } from "node:crypto";
import { prepareText } from "../../domain/query/match.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import { createQueryIndex } from "../../domain/query/query_index.ts";
import {
  type Broker,
  MessageTooLargeError,
  type OutgoingMessage,
} from "../broker/broker.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import { encodeMessage } from "../broker/message.ts";
import { headOf } from "./sources/post_fields.ts";
import type {
  PostEvent,
  Source,
  SourceEvent,
  SourcePost,
  SourceRecords,
} from "./sources/source.ts";
import type { TrackedTopic } from "./sources/topic_watch.ts";

/** What {@linkcode ingest} works with. */
interface IngestParts {
  readonly broker: Pick<Broker, "publish">;
  readonly matchTopics: MatchTopics;
  readonly ingested: IngestedPosts;
}

/** How far a source has been read. */
export interface Progress {
  /** The newest position that a message carries into the database. */
  sent: string | null;
  /** The newest position up to which the log has everything. */
  reached: string | null;
}

/** Options for {@linkcode ingest}. */
export interface IngestOptions {
  /** Unacknowledged messages; with more, the source waits. @default {1000} */
  maxInFlight?: number;
  /** Called with each event of the source. */
  onEvent?: (event: SourceEvent) => void;
  /** Kept up to date; begins with the position to resume from. */
  progress?: Progress;
  /** Stops waiting for unacknowledged messages. */
  giveUp?: AbortSignal | undefined;
}

/**
 * Publishes the events of a source after `position`, until it ends or `signal`
 * aborts. Resolves when the log has acknowledged all of them; fails if the log
 * refuses a message, unless it is only too large.
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
  const { broker, matchTopics, ingested } = parts;
  const refused = new AbortController();
  let inFlight = 0;
  let wake = () => {};
  giveUp.addEventListener("abort", () => wake(), { once: true });

  async function send(message: OutgoingMessage): Promise<void> {
    inFlight++;
    try {
      await broker.publish(message).catch((error) => {
        if (!(error instanceof MessageTooLargeError)) throw error;
        return broker.publish(tooLarge(message, error, source));
      });
    } catch (error) {
      refused.abort(error);
    }
    inFlight--;
    wake();
  }

  /** Waits until at most `count` messages are unacknowledged. */
  async function waitForAcks(count: number): Promise<void> {
    while (inFlight > count && !giveUp.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      await promise;
    }
    refused.signal.throwIfAborted();
  }

  const either = AbortSignal.any([signal, refused.signal]);
  for await (const event of source.read(position, either)) {
    onEvent(event);
    if (!("position" in event)) continue;
    const relevant = await toRelevant(event, ingested);
    const messages = relevant ? toMessages(relevant, source, matchTopics) : [];
    for (const message of messages) void send(message);
    if (messages.length > 0) {
      if ("post" in event) {
        ingested.add(event.post.id, event.network);
        source.onMatched?.(event.post);
      }
      progress.sent = event.position ?? progress.sent;
    }
    if (messages.length > 0 || inFlight === 0) {
      progress.reached = event.position ?? progress.reached;
    }
    await waitForAcks(maxInFlight - 1);
    await letOthersRun();
  }
  await waitForAcks(0);
}

/** An event as it concerns ingested posts; null if it concerns none. */
async function toRelevant(
  event: PostEvent,
  ingested: IngestedPosts,
): Promise<PostEvent | null> {
  switch (event.kind) {
    case "delete":
      return await ingested.has(event.id, event.network) ? event : null;
    case "delete-author":
      return await ingested.hasPrefix(event.idPrefix, event.network)
        ? event
        : null;
    case "edit":
      // A version must be known to those that arrive after it.
      return event.post.version ||
          await ingested.has(event.post.id, event.network)
        ? event
        : { ...event, kind: "post" };
    default:
      return event;
  }
}

/** The message in place of one that is too large for the log. */
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

/** See {@linkcode createIngestedPosts}. */
type IngestedPosts = ReturnType<typeof createIngestedPosts>;

/**
 * Knows which posts of one run of a source were ingested: it remembers the newest
 * `max`, and finds others in the database. A network sends every deletion, and
 * nearly all are of posts that match no topic. Those of a file are stored under
 * the name of their network.
 */
export function createIngestedPosts(
  source: string,
  records: Pick<SourceRecords, "findIds" | "hasPrefix">,
  max = 50_000,
) {
  const newest = new Set<string>();
  const nameOf = (id: string, from: string) => `${from} ${id}`;
  return {
    /** A post is on its way into the log. */
    add(id: string, from = source): void {
      const name = nameOf(id, from);
      newest.delete(name);
      newest.add(name);
      if (newest.size <= max) return;
      const [oldest] = newest;
      newest.delete(oldest!);
    },
    /** Whether the post has a row, or may get one; true if the database cannot tell. */
    async has(id: string, from = source): Promise<boolean> {
      if (newest.has(nameOf(id, from))) return true;
      return await records.findIds(from, [id])
        .then((ids) => ids.has(id), () => true);
    },
    /** Whether any post whose id begins so has one, or may get one. */
    async hasPrefix(prefix: string, from = source): Promise<boolean> {
      const start = nameOf(prefix, from);
      for (const name of newest) if (name.startsWith(start)) return true;
      return await records.hasPrefix(from, prefix).catch(() => true);
    },
  };
}

/** Finds the active topics that a post matches. */
export function createMatcher(topics: readonly TrackedTopic[]): MatchTopics {
  const active = topics.filter((topic) => topic.active);
  const index = createQueryIndex(active.map(({ query }) => parseQuery(query)));
  return (post) =>
    index.find(prepareText(post)).map((position) => active[position]!.slug);
}

/** The slugs of the topics that a post matches. */
export type MatchTopics = (post: SourcePost) => readonly string[];

/**
 * Writes an event as messages: a post once for each topic that it matches.
 * Only the last one carries the position after the event, so that resuming
 * there misses nothing.
 */
export function toMessages(
  event: PostEvent,
  source: Pick<Source, "name" | "key">,
  matchTopics: MatchTopics,
): OutgoingMessage[] {
  const receivedMs = Date.now();
  const checkpoint = event.position === null
    ? null
    : { source: source.key, position: event.position };
  return toDrafts(event, source, matchTopics)
    .map(([subject, id, content], i, { length }) => {
      const base = {
        receivedMs,
        checkpoint: i < length - 1 ? null : checkpoint,
      };
      return { subject, id, data: encodeMessage({ ...content, ...base }) };
    });
}

/** A message without the fields that all messages have. */
type Draft = readonly [
  subject: string,
  id: string,
  content: DistributiveOmit<
    Parameters<typeof encodeMessage>[0],
    "receivedMs" | "checkpoint"
  >,
];

type DistributiveOmit<T, K extends string> = T extends unknown ? Omit<T, K>
  : never;

function toDrafts(
  event: PostEvent,
  { name: source, key }: Pick<Source, "name" | "key">,
  matchTopics: MatchTopics,
): Draft[] {
  if (event.kind === "rejected") {
    const { reason, detail, position, place } = event;
    const head = event.head.toBase64();
    const id = `rejected:${key}:${position ?? crypto.randomUUID()}`;
    const from = { origin: key, ...(place !== undefined && { place }) };
    return [[`rejected.${source}`, id, { reason, detail, head, ...from }]];
  }
  const name = event.network ?? source;
  switch (event.kind) {
    case "delete": {
      const { id } = event;
      return [[`deletes.${name}`, `delete:${name}:${id}`, { id }]];
    }
    case "delete-author": {
      const { idPrefix: id } = event;
      const content = { id, isPrefix: true };
      return [[`deletes.${name}`, `delete-author:${name}:${id}`, content]];
    }
    case "edit":
      return [
        toEdit(event.post, name),
        ...toPosts(event.post, name, event.topics ?? matchTopics(event.post)),
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
  const { alias: _, ...stored } = post;
  return slugs.map((slug) => [
    `posts.${slug}.${name}`,
    `${name}:${post.id}:${slug}`,
    stored,
  ]);
}

/** Two edits of a post get different ids, the same edit sent twice one id. */
function toEdit({ alias: _, ...post }: SourcePost, name: string): Draft {
  const hash = createHash("sha256").update(JSON.stringify(post));
  const id = `edit:${name}:${post.id}:${hash.digest("base64url")}`;
  return [`edits.${name}`, id, post];
}
