import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { createFakeStore, livePost } from "../tests/support/posts.ts";
import {
  readEvents,
  type ServerEvent,
  takeEvents,
} from "../tests/support/endpoints.ts";
import { Feed, type FeedOptions, TooManyViewersError } from "./feed.ts";

const SLOW: FeedOptions = { pollMs: 60_000 };

function postSeqs(events: readonly ServerEvent[]): number[] {
  return events.filter(({ event }) => event === "tick").flatMap(({ data }) =>
    // deno-lint-ignore no-explicit-any
    Object.values(data.topics).flatMap((topic: any) =>
      // deno-lint-ignore no-explicit-any
      (topic.posts ?? []).map((post: any) => post.seq).reverse()
    )
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

Deno.test("watch() starts with a snapshot of the requested topics", async () => {
  const store = createFakeStore();
  store.add(livePost(1, "trump", 2), livePost(2, "climate"));
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(["trump"], null));
  const [first] = await takeEvents(events, (taken) => taken.length === 1);
  strictEqual(first!.event, "snapshot");
  strictEqual(first!.id, "e1:2");
  strictEqual(first!.data.cursor, "e1:2");
  strictEqual(first!.data.reset, false);
  deepStrictEqual(Object.keys(first!.data.topics), ["trump"]);
  strictEqual(first!.data.topics.trump.totals.posts, 1);
  strictEqual(first!.data.topics.trump.posts[0].seq, 1);
  await events.return(undefined);
});

Deno.test("lastPoll is the newest poll while there are viewers", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, { pollMs: 5 });
  const lastPoll = () => feed.lastPoll;
  strictEqual(lastPoll(), null);
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  store.add(livePost(1), livePost(2));
  while (lastPoll()?.seq !== 2) await delay(2);
  ok(Math.abs(lastPoll()!.atMs - Date.now()) < 5_000);
  await events.return(undefined);
  strictEqual(lastPoll(), null);
});

Deno.test("watch() without topics follows all of them", async () => {
  using feed = new Feed(createFakeStore(), SLOW);
  const events = readEvents(feed.watch(undefined, null));
  const [first] = await takeEvents(events, (taken) => taken.length === 1);
  deepStrictEqual(Object.keys(first!.data.topics), ["trump", "climate"]);
  await events.return(undefined);
});

Deno.test("watch() sends new posts once and in order, at most 20 of a topic in a tick", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  store.add(...range(1, 1_234).map((seq) => livePost(seq)));
  feed.notifyCommit();
  const ticks = await takeEvents(
    events,
    (taken) => postSeqs(taken).length >= 1_234,
  );
  deepStrictEqual(postSeqs(ticks), range(1, 1_234));
  ok(ticks.every(({ data }) => (data.topics.trump.posts ?? []).length <= 20));
  ok(ticks.every(({ id, data }) => id === data.cursor));
  strictEqual(ticks.at(-1)!.data.topics.trump.totals.posts, 1_234);
  await events.return(undefined);
});

Deno.test("watch() resumes after a cursor with exactly what was missed", async () => {
  const store = createFakeStore();
  store.add(
    ...range(1, 700).map((seq) => livePost(seq, seq % 2 ? "trump" : "climate")),
  );
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(undefined, "e1:150"));
  const missed = await takeEvents(
    events,
    (taken) => postSeqs(taken).length >= 550,
  );
  ok(missed.every(({ event }) => event === "tick"));
  const sorted = postSeqs(missed).sort((a, b) => a - b);
  deepStrictEqual(sorted, range(151, 700));
  store.add(livePost(701));
  feed.notifyCommit();
  const next = await takeEvents(
    events,
    (taken) => postSeqs(taken).length >= 1,
  );
  deepStrictEqual(postSeqs(next), [701]);
  await events.return(undefined);
});

Deno.test("watch() sends current totals, rate and words to a viewer that caught up", async () => {
  const store = createFakeStore();
  store.add(livePost(1, "trump", 3), livePost(2, "trump", -1));
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(["trump"], "e1:2"));
  const [tick] = await takeEvents(events, (taken) => taken.length === 1);
  strictEqual(tick!.event, "tick");
  deepStrictEqual(tick!.data.topics.trump.totals, {
    posts: 2,
    positive: 1,
    negative: 1,
    neutral: 0,
    score: 2,
  });
  ok(!("posts" in tick!.data.topics.trump));
  await events.return(undefined);
});

for (
  const [name, cursor] of Object.entries({
    "of another database": "e0:1",
    "from the future": "e1:99",
    "that is no cursor at all": "' or 1=1",
  })
) {
  const isCursor = name !== "that is no cursor at all";
  Deno.test(`watch() answers a cursor ${name} with a snapshot`, async () => {
    const store = createFakeStore();
    store.add(livePost(1));
    using feed = new Feed(store, SLOW);
    const events = readEvents(feed.watch(["trump"], cursor));
    const [first] = await takeEvents(events, (taken) => taken.length === 1);
    strictEqual(first!.event, "snapshot");
    strictEqual(first!.data.reset, isCursor);
    await events.return(undefined);
  });
}

Deno.test("watch() answers a cursor more than 5,000 rows old with a reset", async () => {
  const store = createFakeStore();
  store.add(livePost(1), livePost(5_002));
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(["trump"], "e1:1"));
  const [first] = await takeEvents(events, (taken) => taken.length === 1);
  deepStrictEqual([first!.event, first!.data.reset], ["snapshot", true]);
  await events.return(undefined);
});

Deno.test("watch() accepts a cursor that is newer than the last poll", async () => {
  const store = createFakeStore();
  store.add(livePost(1));
  using feed = new Feed(store, SLOW);
  const early = readEvents(feed.watch(["trump"], null));
  await takeEvents(early, (taken) => taken.length === 1);
  store.add(livePost(2), livePost(3));
  const events = readEvents(feed.watch(["trump"], "e1:2"));
  const taken = await takeEvents(events, (all) => postSeqs(all).length >= 1);
  deepStrictEqual(postSeqs(taken), [3]);
  await early.return(undefined);
  await events.return(undefined);
});

Deno.test("watch() resets all viewers when the database was replaced", async () => {
  const store = createFakeStore();
  store.add(livePost(1), livePost(2));
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  store.epoch = "e2";
  store.posts = [];
  store.head = 0;
  feed.notifyCommit();
  const [reset] = await takeEvents(events, (taken) => taken.length === 1);
  deepStrictEqual(
    [reset!.event, reset!.data.reset, reset!.data.cursor],
    ["snapshot", true, "e2:0"],
  );
  await events.return(undefined);
});

Deno.test("watch() sends deletions, live and after a reconnect", async () => {
  const store = createFakeStore();
  store.add(livePost(1), livePost(2));
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  store.deleted.set(1, 3);
  store.head = 3;
  feed.notifyCommit();
  const live = await takeEvents(events, (taken) => taken.length === 1);
  deepStrictEqual([live[0]!.event, live[0]!.data.posts], ["delete", [1]]);
  const late = readEvents(feed.watch(["trump"], "e1:2"));
  const missed = await takeEvents(late, (taken) => taken.length === 1);
  deepStrictEqual([missed[0]!.event, missed[0]!.data.posts], ["delete", [1]]);
  const fresh = readEvents(feed.watch(["trump"], null));
  const [snapshot] = await takeEvents(fresh, (taken) => taken.length === 1);
  deepStrictEqual(
    snapshot!.data.topics.trump.posts.map((post: { seq: number }) => post.seq),
    [2],
  );
  for (const one of [events, late, fresh]) await one.return(undefined);
});

Deno.test("one loop polls for all viewers, and stops when the last has left", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, { pollMs: 50 });
  const all = Array.from(
    { length: 50 },
    () => readEvents(feed.watch(["trump"], null)),
  );
  for (const events of all) {
    await takeEvents(events, (taken) => taken.length === 1);
  }
  strictEqual(feed.viewers, 50);
  const before = store.polls;
  await delay(500);
  ok(store.polls - before <= 12, `${store.polls - before} polls in 0.5 s`);
  ok(store.polls > before);
  for (const events of all) await events.return(undefined);
  strictEqual(feed.viewers, 0);
  await delay(60);
  const after = store.polls;
  await delay(200);
  strictEqual(store.polls, after);
});

Deno.test("notifyCommit() polls at once, but not more than every 50 ms", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  await delay(60);
  const before = store.polls;
  const end = Date.now() + 400;
  while (Date.now() < end) {
    feed.notifyCommit();
    await delay(2);
  }
  const polls = store.polls - before;
  ok(polls >= 4 && polls <= 10, `${polls} polls in 0.4 s`);
  await events.return(undefined);
});

Deno.test("notifyCommit() during a poll is not lost", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, SLOW);
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  await delay(60);
  const readChanges = store.readChanges;
  store.readChanges = async (after, options) => {
    const changes = await readChanges(after, options);
    store.readChanges = readChanges;
    store.add(livePost(9));
    feed.notifyCommit();
    await delay(10);
    return changes;
  };
  feed.notifyCommit();
  const taken = await takeEvents(events, (all) => postSeqs(all).length >= 1);
  deepStrictEqual(postSeqs(taken), [9]);
  await events.return(undefined);
});

Deno.test("a failed poll is reported, and the loop continues", async () => {
  const store = createFakeStore();
  const errors: unknown[] = [];
  using feed = new Feed(store, {
    pollMs: 50,
    onError: (e) => errors.push(e),
  });
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  const readChanges = store.readChanges;
  store.readChanges = () => {
    store.readChanges = readChanges;
    return Promise.reject(new Error("down"));
  };
  store.add(livePost(1));
  const taken = await takeEvents(events, (all) => postSeqs(all).length >= 1);
  deepStrictEqual(postSeqs(taken), [1]);
  deepStrictEqual(errors.map(String), ["Error: down"]);
  await events.return(undefined);
});

/** How late the next signs of life say that the stream is. */
async function takeBeats(
  events: AsyncGenerator<ServerEvent>,
  enough: (late: number) => boolean,
): Promise<number[]> {
  const taken = await takeEvents(
    events,
    (all) =>
      all.some(({ event, data }) => event === "beat" && enough(data.late)),
  );
  return taken.filter(({ event }) => event === "beat")
    .map(({ data }) => data.late);
}

Deno.test("watch() sends heartbeats that say how long polling has been failing", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, { pollMs: 5, heartbeatMs: 5, lateMs: 100 });
  const events = readEvents(feed.watch(["trump"], null));
  deepStrictEqual(await takeBeats(events, (late) => late === 0), [0]);
  const { readChanges } = store;
  store.readChanges = () => Promise.reject(new Error("down"));
  const beats = await takeBeats(events, (late) => late > 0);
  strictEqual(beats.at(-1), 1);
  store.readChanges = readChanges;
  await takeBeats(events, (late) => late === 0);
  await events.return(undefined);
});

Deno.test("watch() sends the server's time with each heartbeat", async () => {
  using feed = new Feed(createFakeStore(), { pollMs: 5, heartbeatMs: 5 });
  const events = readEvents(feed.watch(["trump"], null));
  const began = Date.now();
  const taken = await takeEvents(
    events,
    (all) => all.some(({ event }) => event === "beat"),
  );
  const { now, rates } = taken.find(({ event }) => event === "beat")!.data;
  deepStrictEqual(rates, { trump: 0, climate: 0 });
  ok(now >= began && now <= Date.now());
  await events.return(undefined);
});

Deno.test("watch() sends comments to clients that ignore heartbeats", async () => {
  using feed = new Feed(createFakeStore(), { pollMs: 5, heartbeatMs: 5 });
  const reader = feed.watch(["trump"], null).getReader();
  let text = "";
  while (!/\n\n:\n\nevent: beat\n/.test(text)) {
    text += new TextDecoder().decode((await reader.read()).value);
  }
  await reader.cancel();
});

Deno.test("watch() reports failing polls even if none ever succeeded", async () => {
  const store = createFakeStore();
  store.readChanges = () => Promise.reject(new Error("down"));
  using feed = new Feed(store, { pollMs: 5, heartbeatMs: 5, lateMs: 100 });
  const events = readEvents(feed.watch(["trump"], null));
  const beats = await takeBeats(events, (late) => late > 0);
  strictEqual(beats[0], 0);
  await events.return(undefined);
});

Deno.test("a viewer of an unreadable database is disconnected, and the next one retries", async () => {
  const store = createFakeStore();
  const readSnapshot = store.readSnapshot;
  store.readSnapshot = () => Promise.reject(new Error("down"));
  using feed = new Feed(store, SLOW);
  const reader = feed.watch(["trump"], null).getReader();
  await reader.read(); // the retry hint
  await reader.read().then(
    () => ok(false),
    (error) => strictEqual(error.message, "down"),
  );
  strictEqual(feed.viewers, 0);
  store.readSnapshot = readSnapshot;
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  await events.return(undefined);
});

Deno.test("a viewer that does not read is evicted at 64 KiB, and others are not", async () => {
  const store = createFakeStore();
  let evicted = 0;
  using feed = new Feed(store, { ...SLOW, onEvict: () => evicted++ });
  const slow = feed.watch(["trump"], "e1:0").getReader();
  await slow.read();
  const fast = readEvents(feed.watch(["trump"], null));
  await takeEvents(fast, (taken) => taken.length === 1);
  await delay(20);
  const posts = range(1, 2_000).map((seq) => livePost(seq));
  store.add(...posts);
  feed.notifyCommit();
  const taken = await takeEvents(fast, (all) => postSeqs(all).length >= 2_000);
  strictEqual(postSeqs(taken).length, 2_000);
  strictEqual(evicted, 1);
  strictEqual(feed.viewers, 1);
  await slow.read().then(() => ok(false, "cut off"), () => {});
  await fast.return(undefined);
});

Deno.test("viewers of the same topics get the very same bytes", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, SLOW);
  const readers = [["trump", "climate"], ["climate", "trump"]].map((slugs) =>
    feed.watch(slugs, "e1:0").getReader()
  );
  for (const reader of readers) {
    await reader.read();
    await reader.read();
  }
  await delay(20);
  store.add(livePost(1));
  feed.notifyCommit();
  const [a, b] = await Promise.all(readers.map((reader) => reader.read()));
  strictEqual(a!.value, b!.value);
  for (const reader of readers) await reader.cancel();
});

Deno.test("watch() refuses more viewers than the maximum", async () => {
  using feed = new Feed(createFakeStore(), { ...SLOW, maxViewers: 1 });
  const first = feed.watch(["trump"], null);
  throws(() => feed.watch(["trump"], null), TooManyViewersError);
  await first.cancel();
  await feed.watch(["trump"], null).cancel();
});

Deno.test("drain() announces itself and closes the streams", async () => {
  using feed = new Feed(createFakeStore(), SLOW);
  const events = readEvents(feed.watch(["trump"], "e1:0"));
  await takeEvents(events, (taken) => taken.length === 1);
  feed.drain();
  const [last] = await takeEvents(events, (taken) => taken.length === 1);
  strictEqual(last!.event, "drain");
  strictEqual((await events.next()).done, true);
});

/** Watches topics; returns the events after the first one. */
async function watchFrom(
  feed: Feed,
  slugs: string[] | undefined,
  cursor: string | null = null,
) {
  const events = readEvents(feed.watch(slugs, cursor));
  await takeEvents(events, (taken) => taken.length === 1);
  return events;
}

Deno.test("watch() sends edits, live and after a reconnect", async () => {
  const store = createFakeStore();
  store.add(livePost(1), livePost(2, "climate"), livePost(3));
  using feed = new Feed(store, SLOW);
  const events = await watchFrom(feed, ["trump"]);
  store.edit(1, { text: "awful", score: -3 });
  feed.notifyCommit();
  const [live] = await takeEvents(events, (taken) => taken.length === 1);
  const { edited, posts } = live!.data.topics.trump;
  deepStrictEqual([edited[0].seq, edited[0].text, posts], [
    1,
    "awful",
    undefined,
  ]);

  const late = readEvents(feed.watch(["trump"], "e1:3"));
  const [missed] = await takeEvents(late, (taken) => taken.length === 1);
  strictEqual(missed!.id, "e1:3");
  deepStrictEqual(missed!.data.topics.trump, { edited });

  const fresh = readEvents(feed.watch(["trump"], null));
  const [snapshot] = await takeEvents(fresh, (taken) => taken.length === 1);
  deepStrictEqual(
    snapshot!.data.topics.trump.posts.map((post: { text: string }) =>
      post.text
    ),
    ["post 3", "awful"],
  );
  for (const one of [events, late, fresh]) await one.return(undefined);
});

Deno.test("watch() updates the counts of an edited post, however old", async () => {
  const store = createFakeStore(["trump"]);
  store.add(...range(1, 200).map((seq) => livePost(seq, "trump", 1)));
  using feed = new Feed(store, SLOW);
  const events = await watchFrom(feed, ["trump"]);
  store.edit(7, { text: "bad", score: -1 });
  feed.notifyCommit();
  const ticks = await takeEvents(
    events,
    (taken) => taken.at(-1)?.data.topics.trump.totals !== undefined,
  );
  const { totals } = ticks.at(-1)!.data.topics.trump;
  deepStrictEqual(totals, {
    posts: 200,
    positive: 199,
    negative: 1,
    neutral: 0,
    score: 198,
  });
  strictEqual(ticks.at(-1)!.id, "e1:201");
  await events.return(undefined);
});

Deno.test("a new topic reaches viewers of all topics, even without posts", async () => {
  const store = createFakeStore(["trump"]);
  using feed = new Feed(store, SLOW);
  const events = await watchFrom(feed, undefined);
  store.slugs.push("climate");
  feed.notifyCommit();
  const [snapshot] = await takeEvents(events, (taken) => taken.length === 1);
  deepStrictEqual(
    [snapshot!.event, snapshot!.data.reset, Object.keys(snapshot!.data.topics)],
    ["snapshot", false, ["trump", "climate"]],
  );
  deepStrictEqual(
    snapshot!.data.topics.climate.about,
    { query: "x", color: "#009E73", active: true },
  );
  await events.return(undefined);
});

Deno.test("viewers of other topics lose nothing when a topic is added", async () => {
  const store = createFakeStore(["trump"]);
  using feed = new Feed(store, SLOW);
  const events = await watchFrom(feed, undefined);
  store.slugs.push("climate");
  store.add(
    ...range(1, 300).map((seq) => livePost(seq, seq % 2 ? "trump" : "climate")),
  );
  feed.notifyCommit();
  const taken = await takeEvents(
    events,
    (all) => all.at(-1)?.event === "snapshot",
  );
  deepStrictEqual(postSeqs(taken), range(1, 300).filter((seq) => seq % 2));
  strictEqual(taken.at(-1)!.data.topics.climate.posts.length, 50);
  strictEqual(taken.at(-1)!.id, "e1:300");
  await events.return(undefined);
});

Deno.test("posts that arrive during a reload reach viewers", async () => {
  const store = createFakeStore(["trump"]);
  using feed = new Feed(store, SLOW);
  const events = await watchFrom(feed, undefined);
  const { readSnapshot } = store;
  store.readSnapshot = () => {
    store.readSnapshot = readSnapshot;
    store.add(...range(1, 60).map((seq) => livePost(seq)));
    return readSnapshot();
  };
  store.slugs.push("climate");
  feed.notifyCommit();
  const taken = await takeEvents(
    events,
    (all) => all.at(-1)?.event === "snapshot",
  );
  deepStrictEqual(postSeqs(taken), range(1, 60));
  await events.return(undefined);
});

Deno.test("a poll notices a topic that replaced another one", async () => {
  const store = createFakeStore(["trump"]);
  using feed = new Feed(store, SLOW);
  const events = await watchFrom(feed, undefined);
  const { readTopics } = store;
  store.readTopics = async () => {
    const before = await readTopics();
    store.readTopics = readTopics;
    store.slugs = ["climate"];
    return before;
  };
  feed.notifyCommit();
  const [snapshot] = await takeEvents(events, (taken) => taken.length === 1);
  deepStrictEqual(Object.keys(snapshot!.data.topics), ["climate"]);
  await events.return(undefined);
});

Deno.test("a viewer of a single topic gets one snapshot without it when it is archived", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, SLOW);
  const events = await watchFrom(feed, ["trump"]);
  store.slugs = ["climate"];
  feed.notifyCommit();
  const [gone] = await takeEvents(events, (taken) => taken.length === 1);
  deepStrictEqual(
    [gone!.event, gone!.data.reset, gone!.data.topics],
    ["snapshot", false, {}],
  );
  store.add(livePost(1, "trump"));
  feed.notifyCommit();
  await delay(100);
  store.slugs.push("trump");
  feed.notifyCommit();
  const [back] = await takeEvents(events, (taken) => taken.length === 1);
  deepStrictEqual(
    [back!.event, Object.keys(back!.data.topics)],
    ["snapshot", ["trump"]],
  );
  await events.return(undefined);
});

Deno.test("a changed query reaches all viewers, once", async () => {
  const store = createFakeStore();
  using feed = new Feed(store, { pollMs: 50 });
  const events = await watchFrom(feed, ["trump"]);
  store.query = "y";
  const [snapshot] = await takeEvents(events, (taken) => taken.length === 1);
  strictEqual(snapshot!.event, "snapshot");
  strictEqual(snapshot!.data.topics.trump.about.query, "y");
  await delay(200);
  store.add(livePost(1));
  const [next] = await takeEvents(events, (taken) => taken.length === 1);
  strictEqual(next!.event, "tick");
  await events.return(undefined);
});

Deno.test("a viewer that reconnects gets the current topics and their details", async () => {
  const store = createFakeStore(["climate"]);
  using feed = new Feed(store, SLOW);
  const all = readEvents(feed.watch(undefined, "e1:0"));
  const [whole] = await takeEvents(all, (taken) => taken.length === 1);
  deepStrictEqual(
    [whole!.event, whole!.data.whole, Object.keys(whole!.data.topics)],
    ["tick", true, ["climate"]],
  );
  strictEqual(whole!.data.topics.climate.about.query, "x");
  const gone = readEvents(feed.watch(["trump"], "e1:0"));
  const [none] = await takeEvents(gone, (taken) => taken.length === 1);
  deepStrictEqual([none!.data.whole, none!.data.topics], [true, {}]);
  for (const one of [all, gone]) await one.return(undefined);
});
