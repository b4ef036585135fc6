import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { setImmediate, setTimeout as delay } from "node:timers/promises";
import type { OutgoingMessage } from "../broker/broker.ts";
import {
  decodeMessage,
  PostMessage,
  RejectedMessage,
} from "../broker/message.ts";
import { MessageTooLargeError } from "../broker/message_too_large_error.ts";
import { ingest, type IngestOptions, type Progress } from "./ingest.ts";
import { createKnownPosts } from "./known_posts.ts";
import type { Source, SourceEvent } from "./sources/source.ts";

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

/** Nothing has a row. */
const knowNothing = () =>
  createKnownPosts({
    findIds: () => Promise.resolve(new Set()),
    hasPrefix: () => Promise.resolve(false),
  });

const FAST = { publish: () => Promise.resolve() };

function ingestAll(
  source: Source,
  broker: { publish(message: OutgoingMessage): Promise<void> },
  options: IngestOptions & { signal?: AbortSignal; topics?: string[] } = {},
): Promise<void> {
  const { signal = never, topics = ["a"], ...rest } = options;
  const parts = { broker, matchTopics: () => topics, known: knowNothing() };
  return ingest(source, null, parts, signal, rest);
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
  const parts = {
    broker: FAST,
    matchTopics: () => ["a"],
    known: knowNothing(),
  };
  await ingest(source, "3", parts, never);
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

/** A source that gives these events. */
function sourceOf(...events: SourceEvent[]): Source {
  return {
    ...countingSource(0),
    async *read() {
      yield* events;
      await setImmediate();
    },
  };
}

function subjectsOf(sent: readonly OutgoingMessage[]): string[] {
  return sent.map(({ subject }) => subject);
}

Deno.test("ingest() passes over deletions and edits of posts that nobody has", async () => {
  const log = slowLog();
  const ingesting = ingestAll(
    sourceOf(
      { kind: "delete", id: "1", position: "1" },
      { kind: "delete-author", idPrefix: "did/", position: "2" },
      { ...post(3), kind: "edit" } as SourceEvent,
    ),
    log,
    { topics: [] },
  );
  await ingesting;
  deepStrictEqual(log.sent, []);
});

Deno.test("ingest() passes on deletions and edits of posts that it took in", async () => {
  const log = slowLog();
  const ingesting = ingestAll(
    sourceOf(
      post(31),
      { kind: "delete-author", idPrefix: "3", position: "2" },
      { ...post(31), kind: "edit" } as SourceEvent,
      { kind: "delete", id: "31", position: "4" },
    ),
    log,
  );
  await delay(20);
  log.take();
  await ingesting;
  deepStrictEqual(subjectsOf(log.sent), [
    "posts.a.test",
    "deletes.test",
    "edits.test",
    "posts.a.test",
    "deletes.test",
  ]);
});

Deno.test("ingest() takes an edited post in that matches only now", async () => {
  const log = slowLog();
  const edit = { ...post(41), kind: "edit" } as SourceEvent;
  const ingesting = ingestAll(sourceOf(edit), log);
  await delay(20);
  log.take();
  await ingesting;
  deepStrictEqual(subjectsOf(log.sent), ["posts.a.test"]);
});

Deno.test("ingest() sends nothing of how a source is doing", async () => {
  const log = slowLog();
  const kinds: string[] = [];
  await ingestAll(
    sourceOf(
      { kind: "live", atMs: 1, detail: "", recovered: true },
      { kind: "down", atMs: 2, why: "", retryMs: 0 },
      { kind: "notice", detail: null },
    ),
    log,
    { onEvent: ({ kind }) => kinds.push(kind) },
  );
  deepStrictEqual([log.sent, kinds], [[], ["live", "down", "notice"]]);
});

// Seen to fail with a place that moves while messages are on their way.
Deno.test("ingest() knows up to where the log has everything", async () => {
  const progress: Progress = { sent: null, reached: null };
  const log = slowLog();
  let topics = ["a"];
  const source: Source = {
    ...countingSource(0),
    async *read() {
      yield post(1);
      topics = [];
      yield post(2);
      deepStrictEqual(progress, { sent: "1", reached: "1" });
      log.take();
      await delay(5);
      yield post(3);
      await setImmediate();
    },
  };
  const parts = {
    broker: log,
    matchTopics: () => topics,
    known: knowNothing(),
  };
  await ingest(source, null, parts, never, { progress });
  deepStrictEqual(progress, { sent: "1", reached: "3" });
});

Deno.test("ingest() tells the log of a message that the log cannot take", async () => {
  const sent: OutgoingMessage[] = [];
  const broker = {
    publish(message: OutgoingMessage) {
      if (message.subject.startsWith("posts.") && message.id.includes(":2:")) {
        return Promise.reject(new MessageTooLargeError(9_999, 100));
      }
      sent.push(message);
      return Promise.resolve();
    },
  };
  await ingestAll(countingSource(3), broker);
  deepStrictEqual(subjectsOf(sent).toSorted(), [
    "posts.a.test",
    "posts.a.test",
    "rejected.test",
  ]);
  const rejected = sent.find(({ subject }) => subject === "rejected.test")!;
  const { reason, detail } = decodeMessage(RejectedMessage, rejected.data);
  strictEqual(reason, "oversize");
  ok(detail.includes("9999 bytes"), detail);
});
