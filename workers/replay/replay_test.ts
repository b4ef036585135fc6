import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Delivery } from "../broker/broker.ts";
import { batchesUpTo, createIdleSignal } from "./replay.ts";

async function* deliver(...seqs: number[]): AsyncGenerator<Delivery> {
  for (const logSeq of seqs) {
    await Promise.resolve();
    yield { logSeq, subject: "posts.a.b", data: new Uint8Array(), ack() {} };
  }
}

async function sizes(seqs: number[], lastSeq: number): Promise<number[][]> {
  const batches = await Array.fromAsync(batchesUpTo(deliver(...seqs), lastSeq));
  return batches.map((batch) => batch.map(({ logSeq }) => logSeq));
}

Deno.test("batchesUpTo() ends with the last number, and does not wait for more", async () => {
  deepStrictEqual(await sizes([1, 2, 3, 4], 3), [[1, 2, 3]]);
});

Deno.test("batchesUpTo() ends at a later number if the last one is gone", async () => {
  deepStrictEqual(await sizes([1, 2, 5], 3), [[1, 2]]);
});

Deno.test("batchesUpTo() ends where the messages end", async () => {
  deepStrictEqual(await sizes([1, 2], 3), [[1, 2]]);
});

Deno.test("batchesUpTo() asks for nothing if there is nothing", async () => {
  deepStrictEqual(await sizes([1, 2], 0), []);
});

Deno.test("batchesUpTo() hands out 500 at a time", async () => {
  const seqs = Array.from({ length: 1_001 }, (_, i) => i + 1);
  const batches = await sizes(seqs, 1_001);
  deepStrictEqual(batches.map((batch) => batch.length), [500, 500, 1]);
});

Deno.test("a quiet signal aborts when nothing is heard", async () => {
  using quiet = createIdleSignal(5);
  await delay(30);
  strictEqual(quiet.signal.aborted, true);
});

Deno.test("a quiet signal that heard something aborts no more", async () => {
  using quiet = createIdleSignal(20);
  quiet.clear();
  await delay(40);
  strictEqual(quiet.signal.aborted, false);
});
