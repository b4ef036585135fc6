import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  idOf,
  makeMessages,
  publishAll,
  readUntil,
  startJetStreamLog,
} from "../../../tests/support/nats.ts";
import { retryUntil } from "../../../tests/support/waiting.ts";
import { openJetStream } from "./open.ts";

const MEGABYTE = 1_000_000;

// Seen to fail with `discard: old` (the oldest are gone), with a trim that goes
// beyond what is acknowledged (the same), and without a trim (it stays full).
Deno.test("openJetStream() loses nothing when it is full, and takes more when what it holds is stored", async () => {
  await using log = await startJetStreamLog({ maxBytes: MEGABYTE });
  const { broker } = log;
  const messages = makeMessages(3_500, { size: 500 });
  let taken = 0;
  const published = Promise.all(
    messages.map((message) => broker.publish(message).then(() => taken++)),
  );
  await retryUntil(async () => {
    const before = taken;
    await delay(700);
    ok(taken > 0 && taken === before, "it is not full yet");
  });
  ok(taken < 2_000, `a log of a megabyte took ${taken} messages`);
  const unwilling = new AbortController();
  for await (const _batch of broker.batches(unwilling.signal)) {
    await delay(1_500); // room is looked for once a second
    unwilling.abort();
  }
  strictEqual((await broker.state()).firstSeq, 1);

  const read = await readUntil(broker, ({ length }) => length >= 3_500);
  await published;
  deepStrictEqual(
    read.map(({ logSeq }) => logSeq),
    messages.map((_, i) => i + 1),
  );
  deepStrictEqual(read.map(idOf), messages.map(({ id }) => id));
  ok((await broker.state()).firstSeq > 1, "nothing was removed");
});

// Seen to fail with messages that go many at a time into a log that is nearly
// full: the smaller find room where a large one before them does not.
Deno.test("openJetStream() keeps the order of messages of any size when it is full", async () => {
  await using log = await startJetStreamLog({ maxBytes: MEGABYTE });
  const { broker } = log;
  const messages = makeMessages(2_000).map((message, i) =>
    i % 5 === 0 ? makeMessages(1, { from: i, size: 4_000 })[0]! : message
  );
  const published = publishAll(broker, messages);
  const read = await readUntil(broker, ({ length }) => length >= 2_000);
  await published;
  deepStrictEqual(read.map(idOf), messages.map(({ id }) => id));
});

// Seen to fail without the limit of `trimLog` by what is acknowledged.
Deno.test("openJetStream() forgets what is old, but not before it is stored", async () => {
  const options = { maxAgeSeconds: 1, ackWaitSeconds: 2 };
  await using log = await startJetStreamLog(options);
  const { broker, server } = log;
  await publishAll(broker, makeMessages(20));
  const stop = new AbortController();
  for await (const batch of broker.batches(stop.signal)) {
    for (const delivery of batch) if (delivery.logSeq <= 12) delivery.ack();
    break;
  }
  await delay(1_100);
  await using reader = await openJetStream(server.url, options);
  const held: number[] = [];
  let firstSeq = 1;
  for await (const batch of reader.batches(AbortSignal.timeout(9_000))) {
    held.push(...batch.map(({ logSeq }) => logSeq));
    ({ firstSeq } = await broker.state());
    if (firstSeq > 1 && held.length === 8) break;
  }
  strictEqual(firstSeq, 13);
  deepStrictEqual(held.sort(), [13, 14, 15, 16, 17, 18, 19, 20]);
});

// Seen to fail without `fits`: the server drops what is over the new limit.
Deno.test("openJetStream() lowers its size only to what is not stored", async () => {
  await using log = await startJetStreamLog({ maxBytes: 4 * MEGABYTE });
  const { broker, server } = log;
  await publishAll(broker, makeMessages(4_000, { size: 500 }));
  const options = { maxBytes: MEGABYTE };
  {
    await using same = await openJetStream(server.url, options);
    const { firstSeq, maxBytes } = await same.state();
    deepStrictEqual({ firstSeq, maxBytes }, {
      firstSeq: 1,
      maxBytes: 4 * MEGABYTE,
    });
  }
  await readUntil(broker, ({ length }) => length === 4_000);
  await retryUntil(async () => strictEqual((await broker.state()).pending, 0));
  await using lower = await openJetStream(server.url, options);
  const { bytes, maxBytes } = await lower.state();
  strictEqual(maxBytes, MEGABYTE);
  ok(bytes > MEGABYTE / 2 && bytes < MEGABYTE, `it holds ${bytes} bytes`);
});
