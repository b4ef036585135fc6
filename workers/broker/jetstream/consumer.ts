import type { JetStreamClient, JsMsg } from "nats/jetstream";
import { setTimeout as delay } from "node:timers/promises";
import type { BatchOptions, Delivery } from "../broker.ts";
import { CONSUMER, STREAM } from "./config.ts";
import { type Patience, retryWhileAway } from "./errors.ts";
import { createFetcher, type Fetcher } from "./fetcher.ts";
import { holdMessages } from "./held_messages.ts";
import { isAway } from "./is_away.ts";

/** How long a worker rests after it could not fetch. */
const PAUSE_MS = 100;

/** Longest time that a worker waits for what it asked for before it gives back the rest. */
const GIVE_BACK_MS = 1_500;

/** What {@linkcode pullBatches} works with. */
interface PullParts {
  readonly client: Pick<JetStreamClient, "consumers">;
  readonly ackWaitMs: number;
  /** Throws if the stream is not the one that it was. */
  readonly verify: () => Promise<void>;
  /** Makes sure that the consumer is there. */
  readonly ensure: () => Promise<void>;
  /** Makes room in the log until its signal aborts. */
  readonly keepTrimmed: (signal: AbortSignal) => Promise<void>;
  readonly patience: Omit<Patience, "signal">;
}

/**
 * Batches of the log for a worker, until `signal` aborts. What it has not
 * acknowledged when it asks no more is given back for others.
 *
 * After a batch has come, and before it is handed out, the stream is looked at:
 * had it been made anew, its numbers would have begun again, and what is stored
 * under them already would hide what is new.
 *
 * @throws {BrokerError} If the stream was made anew, or the server refuses.
 */
export async function* pullBatches(
  parts: PullParts,
  signal: AbortSignal,
  options: BatchOptions = {},
): AsyncGenerator<readonly Delivery[]> {
  const { client, ackWaitMs, verify, keepTrimmed } = parts;
  const patience = { ...parts.patience, signal };
  const stop = new AbortController();
  const trimming = keepTrimmed(AbortSignal.any([signal, stop.signal]));
  using held = holdMessages(ackWaitMs);
  let fetcher: Fetcher | undefined;
  try {
    const consumer = await retryWhileAway(
      () => client.consumers.get(STREAM, CONSUMER),
      patience,
    );
    fetcher = createFetcher(consumer, held.add);
    while (!signal.aborted) {
      const batch = await take(fetcher, parts, patience, options);
      await retryWhileAway(verify, patience);
      if (batch.length === 0) continue;
      batch.sort((a, b) => a.seq - b.seq);
      yield batch.map(({ seq, subject, data }) => ({
        logSeq: seq,
        subject,
        data,
        ack: () => held.ack(seq),
      }));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // A server that is given a message back looks for somebody who waits for
    // one, and if it finds only who left, forgets the message for a minute.
    await fetcher?.close(held.isEmpty ? 0 : GIVE_BACK_MS);
    stop.abort();
    await trimming;
  }
}

/** Takes a batch; after a failure none, when the server answers again. */
async function take(
  fetcher: Fetcher,
  { verify, ensure }: PullParts,
  patience: Patience,
  { maxMessages = 500, maxWaitMs = 200 }: BatchOptions,
): Promise<JsMsg[]> {
  const { signal, onAway } = patience;
  try {
    return await fetcher.take(maxMessages, maxWaitMs, signal);
  } catch (error) {
    if (!isAway(error)) throw error;
    onAway(error);
  }
  await delay(PAUSE_MS, undefined, { signal });
  // An answer also shows that the server has read what it was asked before.
  await retryWhileAway(async () => {
    await verify();
    await ensure();
  }, patience);
  return [];
}
