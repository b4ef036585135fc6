import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readEvents, takeEvents } from "../tests/support/endpoints.ts";
import {
  createFakeStore,
  type FakeStore,
  livePost,
} from "../tests/support/posts.ts";
import { Feed } from "./feed.ts";

const SLOW = { pollMs: 60_000 };

/** A store of so many posts that notes what is read for returning viewers. */
function storeOf(
  posts: number,
  slugs = ["trump", "climate"],
): { store: FakeStore; reads: string[] } {
  const store = createFakeStore(slugs);
  for (let seq = 1; seq <= posts; seq++) {
    store.add(livePost(seq, slugs[seq % slugs.length]));
  }
  const reads: string[] = [];
  const { readMissed } = store;
  store.readMissed = (slug, range) => {
    reads.push(`${slug} ${range.after}-${range.last}`);
    return readMissed(slug, range);
  };
  return { store, reads };
}

/** Reads until the viewer is up to date; returns the bytes. */
async function catchUp(stream: ReadableStream<Uint8Array>): Promise<number> {
  let size = 0;
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  for (let text = ""; !text.includes('"whole":true');) {
    const { value } = await reader.read();
    text = decoder.decode(value);
    size += value!.byteLength;
  }
  await reader.cancel();
  return size;
}

Deno.test("viewers who resume from near the same place share what is read", async () => {
  const { store, reads } = storeOf(1_000);
  using feed = new Feed(store, SLOW);
  const streams = Array.from(
    { length: 200 },
    (_, i) => feed.watch(undefined, `e1:${100 + i % 50}`),
  );
  const sizes = await Promise.all(streams.map(catchUp));
  deepStrictEqual(
    reads,
    [0, 200, 400, 600, 800].map((after) => `null ${after}-${after + 200}`),
  );
  ok(Math.min(...sizes) > 50_000);
});

Deno.test("viewers of some topics read those only", async () => {
  const { store, reads } = storeOf(300, ["trump", "climate", "coffee"]);
  using feed = new Feed(store, SLOW);
  await catchUp(feed.watch(["trump", "coffee", "nobody"], "e1:150"));
  deepStrictEqual(reads, [
    "coffee 0-200",
    "trump 0-200",
    "coffee 200-300",
    "trump 200-300",
  ]);
});

Deno.test("a viewer of many topics costs no more reads than one of all", async () => {
  const slugs = Array.from({ length: 100 }, (_, i) => `topic-${i}`);
  const { store, reads } = storeOf(200, slugs);
  using feed = new Feed(store, SLOW);
  await catchUp(feed.watch(slugs.slice(1), "e1:0"));
  deepStrictEqual(reads, ["null 0-200"]);
});

Deno.test("nothing more is read for viewers who have left", async () => {
  const { store, reads } = storeOf(5_000);
  using feed = new Feed(store, SLOW);
  const stay = readEvents(feed.watch(undefined, null));
  await takeEvents(stay, (taken) => taken.length === 1);
  const readers = Array.from(
    { length: 8 },
    (_, i) => feed.watch(["trump"], `e1:${i * 200}`).getReader(),
  );
  for (const reader of readers) await reader.read();
  for (const reader of readers) await reader.cancel();
  for (let i = 0; i < 50; i++) await nextTurn();
  ok(reads.length <= 1, `${reads.length} reads for nobody`);
  strictEqual(feed.viewers, 1);
  await stay.return(undefined);
});

Deno.test("catching up leaves turns to other work", async () => {
  const { store } = storeOf(5_000);
  using feed = new Feed(store, SLOW);
  let turns = 0;
  let isDone = false;
  const count = async () => {
    for (; !isDone; turns++) await nextTurn();
  };
  const counting = count();
  const caughtUp = Array.from(
    { length: 20 },
    (_, i) => catchUp(feed.watch(undefined, `e1:${i}`)),
  );
  await Promise.all(caughtUp);
  isDone = true;
  await counting;
  ok(turns >= 25, `${turns} turns for others while 25 blocks were read`);
});

Deno.test("viewers with a cursor from the future share one poll", async () => {
  const { store } = storeOf(10);
  using feed = new Feed(store, SLOW);
  const stay = readEvents(feed.watch(undefined, null));
  await takeEvents(stay, (taken) => taken.length === 1);
  while (!feed.lastPoll) await nextTurn();
  const before = store.polls;
  const all = Array.from(
    { length: 100 },
    () => readEvents(feed.watch(["trump"], "e1:999999")),
  );
  for (const events of all) {
    const [first] = await takeEvents(events, (taken) => taken.length === 1);
    strictEqual(first!.data.reset, true);
  }
  ok(store.polls - before <= 3, `${store.polls - before} polls`);
  for (const events of [stay, ...all]) await events.return(undefined);
});

Deno.test("a failed read is not kept: the next viewer reads again", async () => {
  const { store } = storeOf(10);
  using feed = new Feed(store, SLOW);
  const stay = readEvents(feed.watch(undefined, null));
  await takeEvents(stay, (taken) => taken.length === 1);
  const { readMissed } = store;
  store.readMissed = () => Promise.reject(new Error("down"));
  const unlucky = feed.watch(undefined, "e1:5").getReader();
  await unlucky.read(); // the retry hint
  await unlucky.read().then(() => ok(false), ({ message }) => {
    strictEqual(message, "down");
  });
  store.readMissed = readMissed;
  await catchUp(feed.watch(undefined, "e1:5"));
  strictEqual(feed.viewers, 1);
  await stay.return(undefined);
});

Deno.test("drain() also closes the streams of viewers who still catch up", async () => {
  const { store } = storeOf(5_000);
  using feed = new Feed(store, SLOW);
  const reader = feed.watch(undefined, "e1:1").getReader();
  await reader.read();
  feed.drain();
  let text = "";
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    text = new TextDecoder().decode(next.value);
  }
  ok(text.startsWith("event: drain\n"));
  strictEqual(feed.viewers, 0);
});
