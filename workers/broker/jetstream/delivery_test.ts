import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  idOf,
  makeMessages,
  publishAll,
  readUntil,
  startJetStreamLog,
} from "../../../tests/support/nats.ts";
import { openJetStream } from "./open.ts";

const HOLD_BATCH = fileURLToPath(
  new URL("../../../tests/support/programs/hold_batch.ts", import.meta.url),
);

/** A process that holds a batch, with permission to connect to one port and no other. */
function startHolder(port: number, ackWaitSeconds: number) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--frozen", `--allow-net=127.0.0.1:${port}`],
      ...[HOLD_BATCH, `nats://127.0.0.1:${port}`, `${ackWaitSeconds}`],
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  return {
    readLine: async () => (await reader.read()).value?.trim(),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();
    },
  };
}

Deno.test("openJetStream() shares the messages among its workers", async () => {
  await using log = await startJetStreamLog();
  const { broker, server } = log;
  await publishAll(broker, makeMessages(3_000));
  await using second = await openJetStream(server.url);
  const shares: number[][] = [[], []];
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), 20_000);
  await Promise.all([broker, second].map(async (worker, i) => {
    for await (const batch of worker.batches(stop.signal)) {
      await delay(20); // as long as storing takes
      for (const delivery of batch) delivery.ack();
      shares[i]!.push(...batch.map(({ logSeq }) => logSeq));
      if (shares.flat().length >= 3_000) stop.abort();
    }
  }));
  clearTimeout(late);
  deepStrictEqual(
    shares.flat().sort((a, b) => a - b),
    Array.from({ length: 3_000 }, (_, i) => i + 1),
  );
  ok(
    shares.every(({ length }) => length >= 500),
    `${shares.map(({ length }) => length)}`,
  );
});

// Seen to fail without `working()`: the other worker is given the batch.
Deno.test("openJetStream() keeps a batch in hand for longer than the server is patient", async () => {
  await using log = await startJetStreamLog({ ackWaitSeconds: 1 });
  const { broker, server } = log;
  await publishAll(broker, makeMessages(10));
  await using other = await openJetStream(server.url, { ackWaitSeconds: 1 });
  const stop = new AbortController();
  for await (const batch of broker.batches(stop.signal)) {
    const reading = Array.fromAsync(other.batches(stop.signal));
    await delay(3_500);
    for (const delivery of batch) delivery.ack();
    await delay(100);
    stop.abort();
    deepStrictEqual(await reading, []);
    strictEqual(batch.length, 10);
  }
  strictEqual((await broker.state()).pending, 0);
});

// Seen to fail without giving back: the next worker waits for a minute.
Deno.test("openJetStream() gives back what a worker that stops has not acknowledged", async () => {
  await using log = await startJetStreamLog();
  const { broker } = log;
  await publishAll(broker, makeMessages(10));
  for await (const batch of broker.batches(new AbortController().signal)) {
    for (const delivery of batch.slice(0, 4)) delivery.ack();
    break;
  }
  const read = await readUntil(broker, ({ length }) => length >= 6);
  deepStrictEqual(
    read.map(idOf).sort(),
    makeMessages(6, { from: 4 }).map(({ id }) => id),
  );
});

// Seen to fail with messages that are acknowledged when they are handed out.
Deno.test("openJetStream() delivers again what a worker held that was killed", async () => {
  await using log = await startJetStreamLog({ ackWaitSeconds: 1 });
  const { broker, server } = log;
  const messages = makeMessages(200);
  await publishAll(broker, messages);
  {
    await using holder = startHolder(server.port, 1);
    strictEqual(await holder.readLine(), "200");
    await delay(2_500); // it is alive, so nobody else is given what it holds
    strictEqual((await broker.state()).pending, 200);
    const stop = AbortSignal.timeout(500);
    deepStrictEqual(await Array.fromAsync(broker.batches(stop)), []);
  }
  const read = await readUntil(broker, ({ length }) => length >= 200);
  deepStrictEqual(read.map(idOf), messages.map(({ id }) => id));
});
