import type { Delivery } from "../broker/broker.ts";

const MAX_BATCH = 500;

/** Groups messages into batches, up to and including the number `lastSeq`. */
export async function* batchesUpTo(
  messages: AsyncIterable<Delivery>,
  lastSeq: number,
): AsyncGenerator<Delivery[]> {
  let batch: Delivery[] = [];
  if (lastSeq < 1) return;
  for await (const message of messages) {
    if (message.logSeq <= lastSeq) batch.push(message);
    if (batch.length === MAX_BATCH) {
      yield batch;
      batch = [];
    }
    if (message.logSeq >= lastSeq) break;
  }
  if (batch.length > 0) yield batch;
}

/** A signal that aborts after a time, unless it is cleared first. */
interface IdleSignal extends Disposable {
  readonly signal: AbortSignal;
  clear(): void;
}

/** Creates a signal that aborts after `idleMs`, unless it is cleared first. */
export function createIdleSignal(idleMs: number): IdleSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), idleMs);
  const clear = () => clearTimeout(timer);
  return { signal: controller.signal, clear, [Symbol.dispose]: clear };
}
