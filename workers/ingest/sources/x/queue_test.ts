import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { BatchQueue, type EventBatch } from "./stream.ts";

const batch = (bytes: number): EventBatch => ({ events: [], bytes });

const sizesOf = (queue: BatchQueue) =>
  Array.fromAsync(queue, ({ bytes }) => bytes);

Deno.test("BatchQueue gives batches in their order, then ends", async () => {
  const queue = new BatchQueue();
  for (const n of [1, 2, 3]) queue.push(batch(n));
  queue.end();
  deepStrictEqual(await sizesOf(queue), [1, 2, 3]);
});

Deno.test("BatchQueue gives what comes while its reader waits or works", async () => {
  const queue = new BatchQueue();
  const read: number[] = [];
  const reading = (async () => {
    for await (const { bytes } of queue) {
      if (bytes === 1) queue.push(batch(2));
      read.push(bytes);
    }
  })();
  await setImmediate();
  queue.push(batch(1));
  await setImmediate();
  deepStrictEqual(read, [1, 2]);
  queue.push(batch(3));
  queue.end();
  await reading;
  deepStrictEqual(read, [1, 2, 3]);
});

Deno.test("BatchQueue says when little enough waits, or at an abort", async () => {
  const queue = new BatchQueue();
  const stop = new AbortController();
  for (const _ of [1, 2, 3]) queue.push(batch(10));
  strictEqual(queue.bytes, 30);
  let isDrained = false;
  const draining = queue.drained(10, stop.signal).then(() => isDrained = true);
  const reader = queue[Symbol.asyncIterator]();
  await reader.next();
  await reader.next();
  await setImmediate();
  ok(!isDrained, "20 bytes wait: the second is still at its reader");
  await reader.next();
  await draining;
  strictEqual(queue.bytes, 10);
  const aborted = queue.drained(0, stop.signal);
  stop.abort();
  await aborted;
});
