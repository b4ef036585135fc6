import { setTimeout as delay } from "node:timers/promises";
import type { BatchOptions, Broker, Delivery } from "./broker.ts";

/**
 * Creates a log in memory, for one process. It numbers its messages on from
 * `lastSeq`, the last number that the database accounts for.
 *
 * A message counts as published when a worker has acknowledged it, that is when
 * it is stored: what dies with the process was never promised to anyone.
 */
export function createEmbeddedBroker(lastSeq: number): Broker {
  const waiting: Delivery[] = [];
  let seq = lastSeq;
  let onArrival = () => {};

  return {
    publish({ subject, data }) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ logSeq: ++seq, subject, data, ack: resolve });
      onArrival();
      return promise;
    },

    async *batches(signal, options: BatchOptions = {}) {
      const { maxMessages = 500, maxWaitMs = 200 } = options;
      const holds = (count: number, waitMs?: number): Promise<void> => {
        const enough = new AbortController();
        onArrival = () => waiting.length >= count && enough.abort();
        onArrival();
        const either = AbortSignal.any([signal, enough.signal]);
        return delay(waitMs ?? MAX_DELAY, undefined, { signal: either })
          .catch(() => {});
      };
      while (!signal.aborted) {
        await holds(1);
        if (waiting.length === 0) continue;
        await holds(maxMessages, maxWaitMs);
        if (!signal.aborted) yield waiting.splice(0, maxMessages);
      }
    },
  };
}

/** The longest that a timer takes. */
const MAX_DELAY = 2 ** 31 - 1;
