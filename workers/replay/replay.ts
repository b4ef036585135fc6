import type { Delivery } from "../broker/broker.ts";

const MAX_MESSAGES = 500;

/**
 * Puts messages together up to and with the number `lastSeq`, and ends there,
 * or where the messages end.
 */
export async function* batchesUpTo(
  messages: AsyncIterable<Delivery>,
  lastSeq: number,
): AsyncGenerator<Delivery[]> {
  let batch: Delivery[] = [];
  if (lastSeq < 1) return;
  for await (const message of messages) {
    if (message.logSeq <= lastSeq) batch.push(message);
    if (batch.length === MAX_MESSAGES) {
      yield batch;
      batch = [];
    }
    if (message.logSeq >= lastSeq) break;
  }
  if (batch.length > 0) yield batch;
}

/** A signal that aborts unless something is heard in time. */
interface QuietSignal extends Disposable {
  readonly signal: AbortSignal;
  /** Something was heard: it aborts no more. */
  hear(): void;
}

/** Creates a signal that aborts after `quietMs`, unless something is heard before. */
export function createQuietSignal(quietMs: number): QuietSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), quietMs);
  const hear = () => clearTimeout(timer);
  return { signal: controller.signal, hear, [Symbol.dispose]: hear };
}
