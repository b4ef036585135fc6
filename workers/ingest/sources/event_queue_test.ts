import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { createEventQueue } from "./event_queue.ts";

Deno.test("createEventQueue() gives items in their order, then ends", async () => {
  const queue = createEventQueue<number>();
  for (const n of [1, 2, 3]) ok(queue.push(n, 8));
  queue.end();
  deepStrictEqual(await Array.fromAsync(queue), [1, 2, 3]);
});

Deno.test("createEventQueue() gives what comes while its reader waits or works", async () => {
  const queue = createEventQueue<number>();
  const read: number[] = [];
  const reading = (async () => {
    for await (const n of queue) {
      if (n === 1) queue.push(2, 1);
      read.push(n);
    }
  })();
  await setImmediate();
  queue.push(1, 1);
  await setImmediate();
  deepStrictEqual(read, [1, 2]);
  queue.push(3, 1);
  queue.end();
  await reading;
  deepStrictEqual(read, [1, 2, 3]);
});

Deno.test("createEventQueue() says when it holds as many as it may", async () => {
  const queue = createEventQueue<string>({ maxCount: 2 });
  deepStrictEqual(["a", "b", "c"].map((s) => queue.push(s, 1)), [
    true,
    true,
    false,
  ]);
  queue.end();
  deepStrictEqual(await Array.fromAsync(queue), ["a", "b"]);
});

Deno.test("createEventQueue() counts bytes, and takes a giant if there is room at all", () => {
  const queue = createEventQueue<string>({ maxBytes: 100 });
  ok(queue.push("small", 99));
  ok(queue.push("giant", 1_000_000));
  strictEqual(queue.push("small", 1), false);
});

Deno.test("createEventQueue() has room again once an item is taken", async () => {
  const queue = createEventQueue<number>({ maxCount: 1, maxBytes: 10 });
  ok(queue.push(1, 10));
  const reader = queue[Symbol.asyncIterator]();
  deepStrictEqual(await reader.next(), { done: false, value: 1 });
  ok(queue.push(2, 10));
  strictEqual(queue.push(3, 10), false);
  deepStrictEqual(await reader.next(), { done: false, value: 2 });
});

Deno.test("createEventQueue() takes nothing after its end", async () => {
  const queue = createEventQueue<number>();
  queue.end();
  strictEqual(queue.push(1, 1), false);
  deepStrictEqual(await Array.fromAsync(queue), []);
});

Deno.test("createEventQueue() says when little enough waits, or at an abort", async () => {
  const queue = createEventQueue<number>();
  const stop = new AbortController();
  for (const n of [1, 2, 3]) queue.push(n, 10);
  strictEqual(queue.bytes, 30);
  let isDrained = false;
  const draining = queue.drained(10, stop.signal).then(() => isDrained = true);
  const reader = queue[Symbol.asyncIterator]();
  await reader.next();
  await setImmediate();
  ok(!isDrained);
  await reader.next();
  await draining;
  strictEqual(queue.bytes, 10);
  const aborted = queue.drained(0, stop.signal);
  stop.abort();
  await aborted;
});
