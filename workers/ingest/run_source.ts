import type { Log } from "../../log.ts";
import type { Broker } from "../broker/broker.ts";
import { ingest } from "./ingest.ts";
import type { Source, SourceEvent } from "./source.ts";
import type { MatchTopics } from "./to_messages.ts";

/** What a source is run with. */
export interface SourceRun {
  /** Where the source with this key goes on; null if it never began. */
  readonly readPosition: (key: string) => Promise<string | null>;
  readonly broker: Pick<Broker, "publish">;
  readonly matchTopics: MatchTopics;
  readonly log: Log;
  readonly onEvent: (event: SourceEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Ingests a source from where it was left, until it ends or `signal` aborts. A
 * source that fails is reported and does not take others with it.
 */
export async function runSource(source: Source, run: SourceRun): Promise<void> {
  const { readPosition, broker, matchTopics, log, onEvent, signal } = run;
  try {
    const position = await readPosition(source.key);
    log("info", position ? "source goes on" : "source begins", {
      source: source.key,
      ...(position && { position }),
    });
    await ingest(source, position, broker, matchTopics, signal, { onEvent });
    log("info", "source ended", { source: source.key });
  } catch (error) {
    log("error", "source failed", { source: source.key, error });
  }
}
