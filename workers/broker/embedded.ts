import type { BatchOptions, Broker, Delivery } from "./broker.ts";

/**
 * Creates a log in memory, for one process with one worker that reads it. It
 * numbers its messages on from `lastSeq`, the last number that the database
 * accounts for.
 *
 * A message counts as published when the worker has acknowledged it, that is
 * when it is stored: what dies with the process was never promised to anyone.
 */
export function createEmbeddedBroker(lastSeq: number): Broker {
  const waiting: Delivery[] = [];
  let seq = lastSeq;
  let wake = () => {};

  /** Resolves when `count` messages are there, `waitMs` are over, or `signal` aborts. */
  async function arrival(
    count: number,
    signal: AbortSignal,
    waitMs?: number,
  ): Promise<void> {
    const isOver = () => signal.aborted || waiting.length >= count;
    if (isOver()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = () => isOver() && resolve();
    const timer = waitMs === undefined
      ? undefined
      : setTimeout(resolve, waitMs);
    await promise;
    clearTimeout(timer);
  }

  return {
    publish({ subject, data }) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ logSeq: ++seq, subject, data, ack: resolve });
      wake();
      return promise;
    },

    async *batches(signal, options: BatchOptions = {}) {
      const { maxMessages = 500, maxWaitMs = 200 } = options;
      signal.addEventListener("abort", () => wake(), { once: true });
      while (!signal.aborted) {
        await arrival(1, signal);
        await arrival(maxMessages, signal, maxWaitMs);
        if (!signal.aborted) yield waiting.splice(0, maxMessages);
      }
    },
  };
}
