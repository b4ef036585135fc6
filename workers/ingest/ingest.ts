import type { Broker } from "../broker/broker.ts";
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
 * `signal` aborts. Resolves when the log has taken all of it.
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
  const inFlight = new Set<Promise<void>>();
  for await (const event of source.read(position, signal)) {
    onEvent(event);
    for (const message of toMessages(event, source, matchTopics)) {
      const sent = broker.publish(message)
        .finally(() => inFlight.delete(sent));
      inFlight.add(sent);
    }
    while (inFlight.size >= maxInFlight) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
}
