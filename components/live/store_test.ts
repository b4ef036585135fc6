import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  makePosts,
  makeSnapshot,
  makeWindow,
} from "../../tests/support/posts.ts";
import { clockOffset, LiveStore } from "./store.ts";
import type { LiveEvent } from "./stream.ts";

Deno.test("clockOffset() trusts a clock that is close to the server's", () => {
  strictEqual(clockOffset(1_000_000, 1_010_000, 1_004_321), 0);
  strictEqual(clockOffset(1_000_000, 1_010_000, 998_500), 0);
  strictEqual(clockOffset(1_000_000, 1_000_000, 1_002_500), 0);
});

Deno.test("clockOffset() corrects a wrong clock to the middle of the server's range", () => {
  strictEqual(clockOffset(1_000_000, 1_010_000, 5_000), 1_000_000);
  strictEqual(clockOffset(1_000_000, 1_010_000, 4_605_000), -3_600_000);
});

/** A store that started at `e:2` with posts 2 and 1. */
function setUp(clock = { ms: 895_000 }) {
  const store = new LiveStore({ paintMs: 0, now: () => clock.ms });
  store.start("e:2", new Map([["trump", topicWith([2, 1])]]));
  return {
    store,
    clock,
    newest: () => store.topics.value.get("trump")?.posts[0]?.seq,
    /** Receives an event and paints. */
    receive(event: LiveEvent) {
      store.receive(event);
      store[Symbol.dispose]();
    },
  };
}

const topicWith = (seqs: number[]) => makeSnapshot({ posts: makePosts(seqs) });
const tick = (cursor: string, seqs: number[]): LiveEvent => ({
  type: "tick",
  cursor,
  topics: new Map([["trump", { posts: makePosts(seqs) }]]),
});

Deno.test("LiveStore keeps the newest post first, even if it is sent twice", () => {
  const { store, newest, receive } = setUp();
  receive(tick("e:4", [4, 3]));
  receive(tick("e:5", [5, 4, 3]));
  strictEqual(newest(), 5);
  strictEqual(store.cursor, "e:5");
});

Deno.test("LiveStore ignores a tick that is older than its state", () => {
  const { store, newest, receive } = setUp();
  receive(tick("e:1", [1]));
  strictEqual(store.cursor, "e:2");
  strictEqual(newest(), 2);
});

Deno.test("LiveStore shows a snapshot of another database at once, even while paused", () => {
  const { store, newest, receive } = setUp();
  store.pause(true);
  const topics = new Map([["trump", topicWith([1])]]);
  receive({ type: "snapshot", cursor: "new:1", reset: true, topics });
  strictEqual(store.cursor, "new:1");
  strictEqual(newest(), 1);
});

Deno.test("LiveStore holds a contiguous snapshot back while paused", () => {
  const { store, newest, receive } = setUp();
  store.pause(true);
  const topics = new Map([["trump", topicWith([3])]]);
  receive({ type: "snapshot", cursor: "e:3", reset: false, topics });
  strictEqual(newest(), 2);
  store.pause(false);
  strictEqual(newest(), 3);
});

Deno.test("LiveStore freezes while paused and catches up when resumed", () => {
  const { store, newest, receive } = setUp();
  store.pause(true);
  receive(tick("e:4", [4, 3]));
  strictEqual(newest(), 2);
  store.pause(false);
  strictEqual(newest(), 4);
});

Deno.test("LiveStore falls back to the previous post if the newest is deleted", () => {
  const { newest, receive } = setUp();
  receive(tick("e:3", [3]));
  receive({ type: "delete", cursor: "e:4", posts: [1, 3] });
  strictEqual(newest(), 2);
  receive({ type: "delete", cursor: "e:4", posts: [2] });
  strictEqual(newest(), undefined);
});

Deno.test("LiveStore advances windows by the server's clock, even if the browser's is wrong", () => {
  const { store, clock } = setUp({ ms: 5_000_000_000 });
  strictEqual(store.now.value, 895_000);
  clock.ms += 10_000;
  store.tick();
  strictEqual(store.now.value, 905_000);
  strictEqual(store.topics.value.get("trump")?.window.t.at(-1), 900);
  store[Symbol.dispose]();
});

Deno.test("LiveStore freezes windows while their contents are unknown", () => {
  const { store, clock, receive } = setUp();
  const end = () => store.topics.value.get("trump")?.window.t.at(-1);
  const wait = () => {
    clock.ms += 10_000;
    store.tick();
    store[Symbol.dispose]();
    return end();
  };
  store.setStatus({ kind: "live" });
  const start = wait()!;
  store.setStatus({ kind: "offline" });
  deepStrictEqual([wait(), wait()], [start, start]);
  store.setStatus({ kind: "live" });
  strictEqual(wait(), start + 30); // catches up with the clock
  strictEqual(store.current.value, true);
  deepStrictEqual([wait(), store.current.value], [start + 30, false]); // silent
  receive({ type: "beat", late: 0, now: clock.ms, rates: {} });
  strictEqual(wait(), start + 50);
  receive({ type: "beat", late: 9, now: clock.ms, rates: {} });
  strictEqual(wait(), start + 50); // late
  store[Symbol.dispose]();
});

Deno.test("LiveStore corrects its clock with each heartbeat", () => {
  const { store, clock, receive } = setUp({ ms: 9_000_000 });
  strictEqual(store.now.value, 895_000);
  receive({ type: "beat", now: 9_000_200, late: 0, rates: {} });
  strictEqual(store.now.value, 9_000_000);
  clock.ms += 5_000;
  receive({ type: "beat", now: 19_000_000, late: 0, rates: {} });
  store.tick();
  strictEqual(store.now.value, 19_000_000);
  store[Symbol.dispose]();
});

Deno.test("LiveStore treats a tick without posts as a heartbeat", () => {
  const { store, clock, receive } = setUp();
  clock.ms += 3_000;
  const topics = new Map([["trump", { window: makeWindow([1], 890) }]]);
  receive({ type: "tick", cursor: "e:2", topics });
  strictEqual(store.heardAt.value, clock.ms);
  strictEqual(store.topics.value.get("trump")?.window.posts.at(-1), 1);
});

Deno.test("LiveStore keeps only the topics of a whole tick, and adds new ones", () => {
  const { store, receive } = setUp();
  const { posts: _, ...climate } = topicWith([]);
  const topics = new Map([["climate", { ...climate, rate: 3 }]]);
  receive({ type: "tick", cursor: "e:3", topics, whole: true });
  deepStrictEqual([...store.topics.value.keys()], ["climate"]);
  strictEqual(store.topics.value.get("climate")?.rate, 3);
  receive({ type: "tick", cursor: "e:4", topics: new Map(), whole: true });
  strictEqual(store.topics.value.size, 0);
});

Deno.test("LiveStore ignores a new topic that is incomplete", () => {
  const { store, receive } = setUp();
  const topics = new Map([["climate", { rate: 3 }]]);
  receive({ type: "tick", cursor: "e:3", topics, whole: true });
  strictEqual(store.topics.value.size, 0);
});

Deno.test("LiveStore adds no topic from a partial tick", () => {
  const { store, receive } = setUp();
  const { posts: _, ...climate } = topicWith([]);
  receive({
    type: "tick",
    cursor: "e:3",
    topics: new Map([["climate", climate]]),
  });
  deepStrictEqual([...store.topics.value.keys()], ["trump"]);
});

Deno.test("LiveStore has started once its page has", () => {
  strictEqual(new LiveStore().started.value, false);
  strictEqual(setUp().store.started.value, true);
});

Deno.test("LiveStore takes rates and lateness from heartbeats", () => {
  let now = 1_000;
  using store = new LiveStore({ paintMs: 0, now: () => now });
  store.start("e:3", new Map());
  now = 9_000;
  store.receive({ type: "beat", now, late: 7, rates: { climate: 3 } });
  strictEqual(store.rates.value.get("climate"), 3);
  deepStrictEqual([store.heardAt.value, store.late.value], [9_000, 7]);
  strictEqual(store.cursor, "e:3");
  store.receive({ type: "tick", cursor: "e:4", topics: new Map() });
  strictEqual(store.late.value, 0);
});

Deno.test("LiveStore says whether its values are current", () => {
  using store = new LiveStore();
  const kinds = ["idle", "connecting", "live", "offline", "suspended"] as const;
  const current = kinds.map((kind) => {
    store.setStatus({ kind });
    return store.current.value;
  });
  deepStrictEqual(current, [true, true, true, false, false]);
  store.setStatus({ kind: "reconnecting", until: 7 });
  strictEqual(store.current.value, false);
});
