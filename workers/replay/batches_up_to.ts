import type { Delivery } from "../broker/broker.ts";

const MAX_MESSAGES = 500;

/** Puts messages together up to and with the number `lastSeq`, and ends there. */
export async function* batchesUpTo(
  messages: AsyncIterable<Delivery>,
  lastSeq: number,
): AsyncGenerator<Delivery[]> {
  let batch: Delivery[] = [];
  if (lastSeq < 1) return;
  for await (const message of messages) {
    if (message.logSeq <= lastSeq) batch.push(message);
    const isLast = message.logSeq >= lastSeq;
    if (batch.length === MAX_MESSAGES || (isLast && batch.length > 0)) {
      yield batch;
      batch = [];
    }
    if (isLast) return;
  }
}
