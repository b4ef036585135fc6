import type { Broker, OutgoingMessage } from "../broker/broker.ts";
import type { Source, SourceEvent } from "./source.ts";
import { type MatchTopics, toMessages } from "./to_messages.ts";

/** Options for {@linkcode ingest}. */
export interface IngestOptions {
  /** Messages that may wait for the log at once; then the source waits. @default {1000} */
  maxInFlight?: number;
  /** Told of each event that the source gave. */
  onEvent?: (event: SourceEvent) => void;
}

/**
 * Puts what a source gives after `position` into the log, until it ends or
 * `signal` aborts. Resolves when the log has taken all of it; a message that
 * the log refuses ends it with that error.
 */
export async function ingest(
  source: Source,
  position: string | null,
  broker: Pick<Broker, "publish">,
  matchTopics: MatchTopics,
  signal: AbortSignal,
  options: IngestOptions = {},
): Promise<void> {
  const { maxInFlight = 1_000, onEvent = () => {} } = options;
  const refused = new AbortController();
  const inFlight = new Set<Promise<void>>();

  function send(message: OutgoingMessage): void {
    const sent = broker.publish(message)
      .catch((error) => refused.abort(error))
      .finally(() => inFlight.delete(sent));
    inFlight.add(sent);
  }

  const either = AbortSignal.any([signal, refused.signal]);
  for await (const event of source.read(position, either)) {
    onEvent(event);
    for (const message of toMessages(event, source, matchTopics)) send(message);
    while (inFlight.size >= maxInFlight) await Promise.race(inFlight);
    refused.signal.throwIfAborted();
  }
  await Promise.all(inFlight);
  refused.signal.throwIfAborted();
}
