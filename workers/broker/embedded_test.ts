import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { testBroker } from "../../tests/support/broker_suite.ts";
import type { OutgoingMessage } from "./broker.ts";
import { createEmbeddedBroker } from "./embedded.ts";

testBroker("createEmbeddedBroker()", () =>
  Promise.resolve({
    broker: createEmbeddedBroker(1_234_567_890_123),
    lastSeq: 1_234_567_890_123,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));

function message(id: string): OutgoingMessage {
  return { subject: "posts.a.test", id, data: new Uint8Array() };
}

Deno.test("createEmbeddedBroker() has published a message only when that one is acknowledged", async () => {
  const broker = createEmbeddedBroker(0);
  const done: string[] = [];
  for (const id of ["a", "b"]) {
    broker.publish(message(id)).then(() => done.push(id));
  }
  const stop = new AbortController();
  for await (const [first, second] of broker.batches(stop.signal)) {
    await setImmediate();
    deepStrictEqual(done, []);
    second!.ack();
    await setImmediate();
    deepStrictEqual(done, ["b"]);
    first!.ack();
    await setImmediate();
    stop.abort();
  }
  deepStrictEqual(done, ["b", "a"]);
});

Deno.test("createEmbeddedBroker() does not hand out what comes together with an abort", async () => {
  const broker = createEmbeddedBroker(0);
  const stop = new AbortController();
  const reading = Array.fromAsync(broker.batches(stop.signal));
  await setImmediate();
  let isPublished = false;
  broker.publish(message("a")).then(() => isPublished = true);
  stop.abort();
  deepStrictEqual(await reading, []);
  await setImmediate();
  strictEqual(isPublished, false);
});
