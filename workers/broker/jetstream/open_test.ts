import { headers } from "nats";
import {
  deepStrictEqual,
  notStrictEqual,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { testBroker } from "../../../tests/support/broker_suite.ts";
import {
  idOf,
  makeMessages,
  manageNats,
  publishAll,
  readUntil,
  startJetStreamLog,
} from "../../../tests/support/nats.ts";
import { retryUntil } from "../../../tests/support/waiting.ts";
import { LogLostError, MessageTooLargeError } from "../broker.ts";
import { STREAM_HEADER } from "./config.ts";
import { connectNats } from "./connection.ts";
import { openJetStream } from "./open.ts";
import type { LogStart } from "./read.ts";

testBroker("openJetStream()", async () => {
  const log = await startJetStreamLog();
  return {
    broker: log.broker,
    lastSeq: 0,
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  };
});

// Seen to fail with no id sent.
Deno.test("openJetStream() takes a message once although it is published twice", async () => {
  await using log = await startJetStreamLog();
  const { broker } = log;
  const [message] = makeMessages(1);
  await broker.publish(message!);
  await broker.publish(message!);
  deepStrictEqual((await broker.state()).messages, 1);
});

// Seen to fail with ids sent as they are: a header ends with its line and is trimmed.
Deno.test("openJetStream() keeps any two ids apart", async () => {
  await using log = await startJetStreamLog();
  const { broker } = log;
  const { subject, data } = makeMessages(1)[0]!;
  const ids = ["a", "a ", " a", "a\r\nb", "a\nb", "a%20", "é", "😀", "\0", "%"];
  await publishAll(broker, ids.map((id) => ({ subject, data, id })));
  deepStrictEqual((await broker.state()).messages, ids.length);
});

// Seen to fail without the look at the size.
Deno.test("openJetStream() refuses a message that is too large, and only that", async () => {
  await using log = await startJetStreamLog({ config: "max_payload: 4096" });
  const { broker } = log;
  const [small] = makeMessages(1);
  const [large] = makeMessages(1, { name: "large", size: 4_080 });
  const refused = rejects(broker.publish(large!), (error) => {
    ok(error instanceof MessageTooLargeError);
    return error.limit === 4_096 && error.size > 4_096;
  });
  await Promise.all([refused, broker.publish(small!)]);
  deepStrictEqual((await broker.state()).messages, 1);
});

for (const idle of [true, false]) {
  Deno.test(`openJetStream() notices that the stream was deleted while it ${idle ? "is idle" : "publishes"}, and creates it again`, async () => {
    await using log = await startJetStreamLog();
    const { broker, server } = log;
    await using nats = await manageNats(server.url);
    const { lost, stream } = broker;
    await publishAll(broker, makeMessages(3));
    await nats.manager.streams.delete("POSTS");
    if (idle) await aborted(lost);
    else await rejects(publishAll(broker, makeMessages(9)), lostAt(stream));
    ok(lost.aborted && lostAt(stream)(lost.reason));
    ok(!broker.lost.aborted);
    await publishAll(broker, makeMessages(2, { from: 9 }));
    deepStrictEqual((await broker.state()).messages, 2);
  });
}

// Seen to fail with a message that does not name its stream.
Deno.test("openJetStream() tells messages apart that were meant for another stream", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await broker.publish(makeMessages(1)[0]!);
  await using nats = await manageNats(server.url);
  const message = await nats.manager.streams.getMessage("POSTS", { seq: 1 });
  strictEqual(message?.header.get(STREAM_HEADER), broker.stream.created);
  await using link = await connectNats(server.url);
  const header = headers();
  header.set(STREAM_HEADER, "2026-01-31T12:00:00Z");
  link.connection.publish("posts.a.b", "stray", { headers: header });
  link.connection.publish("posts.a.b", "from elsewhere");
  const read = await readUntil(broker, ({ length }) => length === 3);
  deepStrictEqual(read.map(({ isStray }) => isStray), [false, true, false]);
});

Deno.test("openJetStream() is not up while its stream is gone and cannot be created", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await broker.publish(makeMessages(1)[0]!);
  await using nats = await manageNats(server.url);
  const { streams } = nats.manager;
  await retryUntil(async () => {
    await streams.delete("POSTS");
    await streams.add({ name: "OTHER", subjects: ["edits.>"] });
  });
  await retryUntil(() => Promise.resolve(strictEqual(broker.isUp, false)));
  await rejects(broker.publish(makeMessages(1)[0]!), /cannot be created/);
  await streams.delete("OTHER");
  await retryUntil(() => Promise.resolve(strictEqual(broker.isUp, true)));
  await broker.publish(makeMessages(1)[0]!);
});

/** Whether an error says that the log of a stream is lost. */
function lostAt({ created }: { created: string }) {
  return (error: unknown) =>
    error instanceof LogLostError && error.created === created;
}

async function aborted(signal: AbortSignal): Promise<void> {
  await retryUntil(() => Promise.resolve(ok(signal.aborted)));
}

Deno.test("openJetStream() tells what the log holds", async () => {
  await using log = await startJetStreamLog({ maxBytes: 1_000_000 });
  const { broker } = log;
  const empty = {
    firstSeq: 1,
    lastSeq: 0,
    messages: 0,
    bytes: 0,
    pending: 0,
    stored: 0,
  };
  deepStrictEqual(await broker.state(), { ...empty, maxBytes: 1_000_000 });
  await publishAll(broker, makeMessages(10));
  await readUntil(broker, ({ length }) => length === 10);
  await publishAll(broker, makeMessages(3, { from: 10 }));
  await retryUntil(async () => {
    const { bytes, ...state } = await broker.state();
    ok(bytes > 13 * 100);
    deepStrictEqual(state, {
      ...{ firstSeq: 1, lastSeq: 13, messages: 13 },
      ...{ pending: 3, stored: 10, maxBytes: 1_000_000 },
    });
  });
});

Deno.test("openJetStream() reads from a number or a time, and acknowledges nothing", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await publishAll(broker, makeMessages(700));
  await delay(20);
  const time = new Date();
  await publishAll(broker, makeMessages(10, { from: 700 }));
  await using reader = await openJetStream(server.url, { use: "read" });

  for (
    const [start, first] of [[{ seq: 0 }, 0], [{ seq: 600 }, 599], [
      { time },
      700,
    ]] as const
  ) {
    const late = AbortSignal.timeout(9_000);
    const batches = await Array.fromAsync(reader.readFrom(start, late));
    deepStrictEqual(
      batches.flat().map(idOf),
      makeMessages(710 - first, { from: first }).map(({ id }) => id),
    );
    ok(batches.every(({ length }) => length > 0 && length <= 500));
  }
  deepStrictEqual((await broker.state()).pending, 710);
});

Deno.test("openJetStream() reads up to the newest message, whatever is gone, and no later ones", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  const read = async (start: LogStart) => {
    const late = AbortSignal.timeout(9_000);
    const numbers: number[] = [];
    for await (const batch of broker.readFrom(start, late)) {
      if (numbers.length === 0) {
        await publishAll(broker, makeMessages(2, { name: "later" }));
      }
      numbers.push(...batch.map(({ logSeq }) => logSeq));
    }
    ok(!late.aborted);
    return numbers;
  };
  deepStrictEqual(await read({ seq: 1 }), []);
  await publishAll(broker, makeMessages(5));
  await using nats = await manageNats(server.url);
  for (const seq of [2, 5]) {
    await nats.manager.streams.deleteMessage("POSTS", seq);
  }
  deepStrictEqual(await read({ time: new Date(Date.now() + 9_000) }), []);
  deepStrictEqual(await read({ seq: 9 }), []);
  deepStrictEqual(await read({ seq: 1 }), [1, 3, 4]);
  for (const seq of [6, 7]) {
    await nats.manager.streams.deleteMessage("POSTS", seq);
  }
  deepStrictEqual(await read({ seq: 5 }), []);
});

// Seen to fail without `verify`: the message is handed out under a number of the old stream.
Deno.test("openJetStream() notices that the stream was made anew", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  const reading = readUntil(broker, () => true);
  await using nats = await manageNats(server.url);
  await delay(300); // it is waiting for a message
  await nats.manager.streams.delete("POSTS");
  await using second = await openJetStream(server.url);
  await second.publish(makeMessages(1)[0]!);
  await rejects(reading, lostAt(broker.stream));
  deepStrictEqual(second.stream.name, broker.stream.name);
  notStrictEqual(second.stream.created, broker.stream.created);
});

// Seen to fail without isStreamGone(): reading ended with a BrokerError, and persist with it.
Deno.test("openJetStream() reads the log that took the place of one that is gone", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  const lost = broker.stream;
  await server.wipe();
  await rejects(readUntil(broker, () => true), lostAt(lost));
  await broker.reopen();
  notStrictEqual(broker.stream.created, lost.created);
  const reading = readUntil(broker, (read) => read.length === 2);
  await using second = await openJetStream(server.url);
  await publishAll(second, makeMessages(2));
  deepStrictEqual((await reading).map(({ logSeq }) => logSeq), [1, 2]);
});

Deno.test("openJetStream() ends what waits when it is closed, and may be closed twice", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  const reading = Array.fromAsync(broker.batches(AbortSignal.timeout(30_000)));
  await server.kill();
  const refused = rejects(broker.publish(makeMessages(1)[0]!), {
    name: "BrokerError",
  });
  await broker[Symbol.asyncDispose]();
  await broker[Symbol.asyncDispose]();
  deepStrictEqual(await reading, []);
  await refused;
  await rejects(broker.publish(makeMessages(1)[0]!), { name: "BrokerError" });
});
