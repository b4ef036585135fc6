import type { BatchOptions, Broker, Delivery } from "./broker.ts";

/**
 * Creates a broker in memory, for one process with one worker. Numbers continue
 * after `lastSeq`, the last one that the database has.
 *
 * `publish` resolves when the worker has acknowledged the message, that is when
 * it is stored, so it never acknowledges what could be lost with the process.
 */
export function createEmbeddedBroker(lastSeq: number): Broker {
  const waiting: Delivery[] = [];
  let seq = lastSeq;
  let pending = 0;
  let wake = () => {};

  /** Resolves when `count` messages are waiting, after `waitMs`, or when `signal` aborts. */
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
    name: "embedded",
    isUp: true,
    leases: null,
    lost: new AbortController().signal,
    countPending: () => Promise.resolve(pending),
    notifyCommit() {},

    publish({ subject, data }) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ logSeq: ++seq, subject, data, ack: resolve });
      pending++;
      wake();
      return promise.then(() => void pending--);
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

    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
