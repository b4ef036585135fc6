import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { setImmediate, setTimeout as delay } from "node:timers/promises";
import type { OutgoingMessage } from "../broker/broker.ts";
import { decodeMessage, PostMessage } from "../broker/message.ts";
import { ingest, type IngestOptions } from "./ingest.ts";
import type { Source, SourceEvent } from "./source.ts";

const never = new AbortController().signal;

function post(id: number): SourceEvent {
  return {
    kind: "post",
    post: {
      id: String(id),
      createdMs: id,
      text: `post ${id}`,
      lang: "und",
      author: null,
      url: null,
    },
    position: String(id),
  };
}

/** A source that counts what it was asked for. */
function countingSource(count: number): Source & { given: number } {
  const source = {
    name: "test",
    key: "test:",
    given: 0,
    async *read(position: string | null, signal: AbortSignal) {
      for (let id = Number(position) + 1; id <= count; id++) {
        await setImmediate();
        if (signal.aborted) return;
        source.given++;
        yield post(id);
      }
    },
  };
  return source;
}

/** A log that takes messages when it is told to. */
function slowLog() {
  const waiting: (() => void)[] = [];
  const sent: OutgoingMessage[] = [];
  return {
    waiting,
    sent,
    publish(message: OutgoingMessage) {
      sent.push(message);
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      return promise;
    },
    /** Takes the oldest messages that wait. */
    take(count = Infinity) {
      for (const resolve of waiting.splice(0, count)) resolve();
    },
  };
}

const FAST = { publish: () => Promise.resolve() };

function ingestAll(
  source: Source,
  broker: { publish(message: OutgoingMessage): Promise<void> },
  options: IngestOptions & { signal?: AbortSignal; topics?: string[] } = {},
): Promise<void> {
  const { signal = never, topics = ["a"], ...rest } = options;
  return ingest(source, null, broker, () => topics, signal, rest);
}

Deno.test("ingest() sends what a source gives, in its order", async () => {
  const log = slowLog();
  const ingesting = ingestAll(countingSource(3), log, { topics: ["a", "b"] });
  await delay(20);
  log.take();
  await ingesting;
  deepStrictEqual(log.sent.map(({ id }) => id), [
    "test:1:a",
    "test:1:b",
    "test:2:a",
    "test:2:b",
    "test:3:a",
    "test:3:b",
  ]);
  const last = decodeMessage(PostMessage, log.sent.at(-1)!.data);
  deepStrictEqual(last.checkpoint, { source: "test:", position: "3" });
});

Deno.test("ingest() begins after a position", async () => {
  const source = countingSource(5);
  await ingest(source, "3", FAST, () => ["a"], never);
  strictEqual(source.given, 2);
});

Deno.test("ingest() tells of each event, also of posts without a topic", async () => {
  const kinds: string[] = [];
  await ingestAll(countingSource(3), FAST, {
    topics: [],
    onEvent: ({ kind }) => kinds.push(kind),
  });
  deepStrictEqual(kinds, ["post", "post", "post"]);
});

Deno.test("ingest() lets the source wait while the log is slow", async () => {
  const source = countingSource(50);
  const log = slowLog();
  const ingesting = ingestAll(source, log, { maxInFlight: 10 });
  await delay(50);
  deepStrictEqual([source.given, log.waiting.length], [10, 10]);
  log.take(3);
  await delay(50);
  deepStrictEqual([source.given, log.waiting.length], [13, 10]);
  while (source.given < 50 || log.waiting.length > 0) {
    log.take();
    await setImmediate();
  }
  await ingesting;
});

Deno.test("ingest() ends when the log has taken all, and not before", async () => {
  const log = slowLog();
  let isDone = false;
  const ingesting = ingestAll(countingSource(3), log).then(() => isDone = true);
  await delay(20);
  log.take(2);
  await delay(20);
  strictEqual(isDone, false);
  log.take();
  await ingesting;
});

Deno.test("ingest() reads no more once it is aborted, and waits for what is sent", async () => {
  const stop = new AbortController();
  const source = countingSource(1_000_000);
  const log = slowLog();
  const ingesting = ingestAll(source, log, { signal: stop.signal });
  await delay(20);
  stop.abort();
  await delay(20);
  ok(source.given > 0 && source.given < 1_000_000);
  strictEqual(log.waiting.length, Math.min(source.given, 1_000));
  log.take();
  await ingesting;
});

Deno.test("ingest() fails as its source does", async () => {
  const source: Source = {
    ...countingSource(0),
    async *read() {
      yield post(1);
      await setImmediate();
      throw new RangeError("the source broke");
    },
  };
  await rejects(ingestAll(source, FAST), RangeError);
});

for (const when of ["while the source goes on", "after the source has ended"]) {
  Deno.test(`ingest() fails if the log refuses a message ${when}`, async () => {
    const isLast = when.startsWith("after");
    const source = countingSource(isLast ? 1 : 1_000_000);
    const waits: Promise<void>[] = [];
    const broker = {
      publish: () => {
        const wait = delay(10);
        waits.push(wait);
        return wait.then(() => Promise.reject(new RangeError("no room")));
      },
    };
    await rejects(ingestAll(source, broker), RangeError);
    await Promise.all(waits); // others were on their way when the first failed
    ok(source.given < 1_000_000);
  });
}

Deno.test("ingest() fails if the log refuses a message while the source is quiet", async () => {
  const source: Source = {
    ...countingSource(0),
    async *read(_position, signal) {
      yield post(1);
      await delay(60_000, undefined, { signal }).catch(() => {});
    },
  };
  const broker = { publish: () => Promise.reject(new RangeError("no room")) };
  await rejects(ingestAll(source, broker), RangeError);
});
