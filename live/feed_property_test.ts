import fc from "fast-check";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readEvents, takeEvents } from "../tests/support/endpoints.ts";
import {
  createFakeStore,
  type FakeStore,
  livePost,
} from "../tests/support/posts.ts";
import { Feed } from "./feed.ts";

const RUNS = { numRuns: 1_000 };
const SLOW = { pollMs: 60_000 };

/** Holds each read of a store back until it is released. */
class Gates {
  readonly #waiting: (() => void)[] = [];
  #isOpen = false;

  constructor(store: FakeStore) {
    store.readChanges = this.#guard(store.readChanges);
    store.readMissed = this.#guard(store.readMissed);
    store.readSnapshot = this.#guard(store.readSnapshot);
    store.readTopics = this.#guard(store.readTopics);
  }

  release(i: number): void {
    if (this.#waiting.length === 0) return;
    this.#waiting.splice(i % this.#waiting.length, 1)[0]!();
  }

  openAll(): void {
    this.#isOpen = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  #guard<A extends unknown[], T>(read: (...args: A) => Promise<T>) {
    return async (...args: A): Promise<T> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (this.#isOpen) resolve();
      else this.#waiting.push(resolve);
      await promise;
      return await read(...args);
    };
  }
}

const STEP = fc.oneof(
  fc.record({
    attach: fc.constantFrom(null, "e1:0", "e1:250", "e1:600", "e1:900", "e0:1"),
  }),
  fc.record({ cancel: fc.nat(20) }),
  fc.record({ release: fc.nat(20) }),
  fc.constant("add" as const),
);

Deno.test("each viewer leaves once, whenever it leaves", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { maxLength: 40 }), async (steps) => {
      const store = createFakeStore(["trump"]);
      store.add(...Array.from({ length: 600 }, (_, i) => livePost(i + 1)));
      const gates = new Gates(store);
      using feed = new Feed(store, SLOW);
      const witness = readEvents(feed.watch(undefined, null));
      const first = witness.next();
      const open: ReadableStreamDefaultReader<Uint8Array>[] = [];
      for (const step of steps) {
        if (step === "add") store.add(livePost(store.head + 1));
        else if ("release" in step) gates.release(step.release);
        else if ("attach" in step) {
          const reader = feed.watch(undefined, step.attach).getReader();
          reader.read().then(() => reader.read()).catch(() => {});
          open.push(reader);
        } else if (open.length > 0) {
          await open.splice(step.cancel % open.length, 1)[0]!.cancel();
        }
        await nextTurn();
        strictEqual(feed.viewers, open.length + 1);
      }
      gates.openAll();
      await first;
      store.add(livePost(store.head + 1));
      const { head } = store;
      open.push(feed.watch(undefined, `e1:${head}`).getReader()); // polls at once
      await takeEvents(witness, (all) => all.at(-1)?.id === `e1:${head}`);
      for (const reader of open) await reader.cancel();
      strictEqual(feed.viewers, 1);
      await witness.return(undefined);
      deepStrictEqual([feed.viewers, feed.lastPoll], [0, null]);
    }),
    RUNS,
  );
});

const CHANGE = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: fc.nat(400) }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ remove: fc.nat() }) },
);
const CONNECTION = fc.record({
  before: fc.array(CHANGE, { maxLength: 4 }),
  events: fc.nat(30),
});

/** What a browser would show of what it read: `seq` and text. */
class Screen {
  cursor = "e1:0";
  readonly #texts = new Map<number, string>();

  /** @returns Whether the viewer is up to date. */
  show({ event, id, data }: Awaited<ReturnType<typeof takeEvents>>[number]) {
    if (id !== null) this.cursor = id;
    if (event === "delete") {
      for (const seq of data.posts) this.#texts.delete(seq);
    }
    for (const topic of Object.values(data.topics ?? {})) {
      // deno-lint-ignore no-explicit-any
      const { posts = [], edited = [] } = topic as any;
      for (const { seq, text } of posts) this.#texts.set(seq, text);
      for (const { seq, text } of edited) {
        if (this.#texts.has(seq)) this.#texts.set(seq, text);
      }
    }
    return data.whole === true;
  }

  get texts() {
    return [...this.#texts].sort(([a], [b]) => a - b);
  }
}

function changeStore(
  store: FakeStore,
  change: { add: number } | { edit: number } | { remove: number },
): void {
  const pick = (n: number) => store.posts[n % store.posts.length];
  if ("add" in change) {
    for (let i = 0; i < change.add; i++) {
      const seq = store.head + 1;
      store.add(livePost(seq, seq % 3 ? "trump" : "climate"));
    }
    return;
  }
  const post = pick("edit" in change ? change.edit : change.remove);
  if (!post || store.deleted.has(post.seq)) return;
  if ("edit" in change) {
    store.edit(post.seq, { text: `${post.text}!`, score: 1 });
  } else store.deleted.set(post.seq, ++store.head);
}

Deno.test("a viewer that resumes shows what is stored, wherever it was cut off", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(CONNECTION, { minLength: 1, maxLength: 5 }),
      fc.constantFrom<string[] | undefined>(undefined, ["trump"], [
        "climate",
        "trump",
      ]),
      fc.boolean(),
      async (connections, slugs, isWatched) => {
        const store = createFakeStore();
        using feed = new Feed(store, SLOW);
        const stop = new AbortController();
        if (isWatched) void keepReading(feed.watch(undefined, null), stop);
        const screen = new Screen();
        for (const { before, events } of [...connections, LAST]) {
          for (const change of before) changeStore(store, change);
          if (events === Infinity) {
            const now = readEvents(feed.watch([], `e1:${store.head}`));
            await now.next(); // polled
            await now.return(undefined);
          }
          const viewer = readEvents(feed.watch(slugs, screen.cursor));
          for (let i = 0; i < events; i++) {
            const { value } = await viewer.next();
            if (screen.show(value!)) break;
          }
          await viewer.return(undefined);
        }
        stop.abort();
        const stored = store.posts.filter(({ seq, topic }) =>
          !store.deleted.has(seq) && (slugs ?? [topic]).includes(topic)
        );
        deepStrictEqual(
          screen.texts,
          stored.map(({ seq, text }) => [seq, text]),
        );
      },
    ),
    RUNS,
  );
});

/** Watches like a viewer whose tab stays open. */
async function keepReading(
  stream: ReadableStream<Uint8Array>,
  { signal }: AbortController,
): Promise<void> {
  await stream.pipeTo(new WritableStream(), { signal }).catch(() => {});
}

const LAST = { before: [], events: Infinity };
