import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  idOf,
  makeMessages,
  manageNats,
  publishAll,
  readUntil,
  startJetStreamLog,
} from "../../../tests/support/nats.ts";
import { retryUntil } from "../../../tests/support/waiting.ts";
import { openCommitFeed } from "./open.ts";

// Seen to fail with a publisher that sends again what was on its way after what
// has waited.
Deno.test("openJetStream() has every message once and in order although its server is killed while it takes them", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  const messages = makeMessages(6_000, { size: 500 });
  let taken = 0;
  const published = Promise.all(
    messages.map((message) => broker.publish(message).then(() => taken++)),
  );
  for (const enough of [500, 3_000]) {
    await retryUntil(() => Promise.resolve(ok(taken > enough)), { pauseMs: 1 });
    await server.kill();
    ok(taken < messages.length, "it was killed too late");
    await server.start();
  }
  await published;
  deepStrictEqual((await broker.state()).messages, messages.length);
  const read = await readUntil(broker, ({ length }) => length >= 6_000);
  const logged = new Map(
    read.map((message) => [message.logSeq, idOf(message)]),
  );
  deepStrictEqual([...logged.values()], messages.map(({ id }) => id));
});

// Seen to fail with a client that does not connect again.
Deno.test("openJetStream() delivers all although its server is killed while it delivers them", async () => {
  await using log = await startJetStreamLog({ ackWaitSeconds: 2 });
  const { broker, server } = log;
  await publishAll(broker, makeMessages(4_000));
  const done = new Set<number>();
  const killing = (async () => {
    for (const enough of [400, 1_600, 2_800]) {
      await retryUntil(() => Promise.resolve(ok(done.size > enough)), {
        pauseMs: 1,
      });
      await server.kill();
      await server.start();
    }
  })();
  const stop = new AbortController();
  const worker = (async () => {
    const options = { maxMessages: 50 };
    for await (const batch of broker.batches(stop.signal, options)) {
      await delay(5); // as long as storing takes
      for (const delivery of batch) {
        done.add(delivery.logSeq);
        delivery.ack();
      }
    }
  })();
  await killing;
  // What it heard just before it died it may have forgotten, and sends again.
  await retryUntil(async () => strictEqual((await broker.state()).pending, 0));
  stop.abort();
  await worker;
  strictEqual(done.size, 4_000);
});

// Seen to fail without `takeAllBack` (with an ANSWER_MS of an hour), and with a
// publisher that sends again under another id: the server has read them twice.
Deno.test("openJetStream() publishes what was on its way when the link died", async () => {
  await using log = await startJetStreamLog({ pingMs: 500 });
  const { broker, server } = log;
  const messages = makeMessages(2_000);
  server.signal("SIGSTOP");
  const published = publishAll(broker, messages);
  await retryUntil(() => Promise.resolve(ok(!broker.isUp)));
  server.signal("SIGCONT");
  await published;
  deepStrictEqual((await broker.state()).messages, messages.length);
});

// Seen to fail with a worker that ends when it cannot fetch.
Deno.test("openJetStream() goes on delivering when its server stood still", async () => {
  // What the server sent into a fetch that was given up comes again after this time.
  await using log = await startJetStreamLog({ ackWaitSeconds: 5 });
  const { broker, server } = log;
  const reading = readUntil(broker, ({ length }) => length === 2);
  await broker.publish(makeMessages(1)[0]!);
  server.signal("SIGSTOP");
  await delay(3_000); // the server sends a heartbeat twice a second
  server.signal("SIGCONT");
  await broker.publish(makeMessages(1, { from: 1 })[0]!);
  deepStrictEqual((await reading).map(idOf).sort(), ["test:0", "test:1"]);
});

// Seen to fail without `ensure` after a failure.
Deno.test("openJetStream() goes on when its consumer is deleted", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await using nats = await manageNats(server.url);
  // A consumer that is made again begins at the beginning: storing twice is storing once.
  const reading = readUntil(
    broker,
    (read) => read.some((message) => idOf(message) === "test:1"),
  );
  await broker.publish(makeMessages(1)[0]!);
  await retryUntil(async () => strictEqual((await broker.state()).pending, 0));
  await nats.manager.consumers.delete("POSTS", "persist");
  await broker.publish(makeMessages(1, { from: 1 })[0]!);
  await reading;
});

// Seen to fail without the loop around `fetchFrom`: what reads is forgotten with the server.
Deno.test("openJetStream() goes on reading when its server was killed", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await publishAll(broker, makeMessages(1_200));
  const numbers: number[] = [];
  const late = AbortSignal.timeout(30_000);
  for await (const batch of broker.readFrom({ seq: 1 }, late)) {
    if (numbers.length === 0) {
      await server.kill();
      await server.start();
    }
    numbers.push(...batch.map(({ logSeq }) => logSeq));
  }
  deepStrictEqual(numbers, Array.from({ length: 1_200 }, (_, i) => i + 1));
});

Deno.test("openCommitFeed() hears of commits again when its server was killed", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await using web = await openCommitFeed(server.url);
  let nudges = 0;
  const forget = web.onCommit(() => nudges++);
  const nudged = () =>
    retryUntil(() => {
      broker.notifyCommit();
      return Promise.resolve(ok(nudges > 0));
    });
  await nudged();
  await server.kill();
  broker.notifyCommit(); // nobody hears it, and it is no error
  await server.start();
  nudges = 0;
  await nudged();
  forget();
  nudges = 0;
  broker.notifyCommit();
  await delay(100);
  strictEqual(nudges, 0);
});

// Seen to fail without `hasLostItsEnd()`: nothing is reported.
Deno.test("openJetStream() says that messages are lost when an older copy of the log is restored", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await publishAll(broker, makeMessages(20));
  const restore = await server.backUp();
  await publishAll(broker, makeMessages(20, { from: 20 }));
  const { lost } = broker;
  await restore();
  await retryUntil(() => Promise.resolve(ok(lost.aborted)));
  await publishAll(broker, makeMessages(20, { from: 20 }));
  strictEqual(broker.lost.aborted, false);
  strictEqual((await broker.state()).messages, 40);
});

// Seen to fail without a second acknowledgement: they wait for `ackWaitSeconds`.
Deno.test("openJetStream() acknowledges again what it acknowledged while the server was killed", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await publishAll(broker, makeMessages(300));
  const stop = new AbortController();
  const reading = (async () => {
    for await (const batch of broker.batches(stop.signal)) {
      await server.kill();
      for (const delivery of batch) delivery.ack();
      await server.start();
    }
  })();
  await retryUntil(async () => strictEqual(await broker.countPending(), 0), {
    timeoutMs: 30_000,
  });
  stop.abort();
  await reading;
});
