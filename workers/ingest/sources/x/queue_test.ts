import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { createBatchQueue, MAX_WAITING } from "./stream.ts";

const batch = (bytes: number) => ({ events: [], bytes });

Deno.test("createBatchQueue() gives batches in their order, then ends", async () => {
  const queue = createBatchQueue();
  for (const n of [1, 0, 3]) queue.push(batch(n));
  queue.end();
  const sizes = await Array.fromAsync(queue.read(), ({ bytes }) => bytes);
  deepStrictEqual(sizes, [1, 0, 3]);
});

Deno.test("createBatchQueue() gives what comes while its reader waits or works", async () => {
  const queue = createBatchQueue();
  const read: number[] = [];
  const reading = (async () => {
    for await (const { bytes } of queue.read()) {
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

Deno.test("createBatchQueue() takes batches when its reader has left", async () => {
  const queue = createBatchQueue();
  queue.push(batch(1));
  for await (const _ of queue.read()) break;
  queue.push(batch(2));
  queue.end();
});

Deno.test("createBatchQueue() says when little enough waits, or at an abort", async () => {
  const quarter = MAX_WAITING / 4;
  const queue = createBatchQueue();
  const stop = new AbortController();
  for (const _ of [1, 2, 3, 4]) queue.push(batch(quarter));
  strictEqual(queue.bytes, MAX_WAITING);
  let isDrained = false;
  const draining = queue.drained(stop.signal).then(() => isDrained = true);
  const reader = queue.read();
  await reader.next();
  await reader.next();
  await setImmediate();
  ok(!isDrained, "half waits");
  await reader.next();
  await draining;
  strictEqual(queue.bytes, quarter);
  for (const _ of [1, 2, 3]) queue.push(batch(quarter));
  const aborted = queue.drained(stop.signal);
  stop.abort();
  await aborted;
});
