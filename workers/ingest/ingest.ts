import type { Broker, OutgoingMessage } from "../broker/broker.ts";
import { MessageTooLargeError } from "../broker/message_too_large_error.ts";
import type { KnownPosts } from "./known_posts.ts";
import { headOf } from "./sources/live/head_of.ts";
import type { PostEvent, Source, SourceEvent } from "./sources/source.ts";
import { type MatchTopics, toMessages } from "./to_messages.ts";

/** What a source is put into the log with. */
export interface IngestParts {
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
