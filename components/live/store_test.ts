import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { makePosts } from "../../tests/support/make_posts.ts";
import { makeSnapshot, makeWindow } from "../../tests/support/make_snapshot.ts";
import type { LiveEvent } from "./event.ts";
import { clockOffset, currentTopics, LiveStore, ratedTopics } from "./store.ts";

Deno.test("clockOffset() trusts a clock that is near the server's", () => {
  strictEqual(clockOffset(1_000_000, 1_010_000, 1_004_321), 0);
  strictEqual(clockOffset(1_000_000, 1_010_000, 998_500), 0);
  strictEqual(clockOffset(1_000_000, 1_000_000, 1_002_500), 0);
});

Deno.test("clockOffset() sets a wrong clock to the middle of what the server's may be", () => {
  strictEqual(clockOffset(1_000_000, 1_010_000, 5_000), 1_000_000);
  strictEqual(clockOffset(1_000_000, 1_010_000, 4_605_000), -3_600_000);
});

const about = (query: string) => ({ query, color: "#112233", active: false });
const topic = (slug: string) => ({
  slug,
  query: slug,
  color: "#000000",
  active: true,
  posts: 7,
  lastPostAt: null,
});

Deno.test("currentTopics() drops what is gone, shows what changed, and adds what came behind", () => {
  const live = new Map([
    ["new", makeSnapshot({ about: about("new OR newer") })],
    ["b", makeSnapshot({ about: about("b -c") })],
    ["constructor", makeSnapshot()],
  ]);
  const rendered = ["a", "b", "constructor"].map(topic);
  deepStrictEqual(currentTopics(live, rendered), [
    { ...topic("b"), ...about("b -c") },
    topic("constructor"),
    { slug: "new", ...about("new OR newer"), posts: 0, lastPostAt: null },
  ]);
});

/** A store that began with the posts 2 and 1 at `e:2`; nothing waits to be painted. */
function setUp(clock = { ms: 895_000 }) {
  const store = new LiveStore({ paintMs: 0, now: () => clock.ms });
  store.start("e:2", new Map([["trump", topicStore([2, 1])]]));
  return {
    store,
    clock,
    newest: () => store.topics.value.get("trump")?.posts[0]?.seq,
    /** Takes an event in and paints. */
    receive(event: LiveEvent) {
      store.receive(event);
      store[Symbol.dispose]();
    },
  };
}

const topicStore = (seqs: number[]) => makeSnapshot({ posts: makePosts(seqs) });
const tick = (cursor: string, seqs: number[]): LiveEvent => ({
  type: "tick",
  cursor,
  topics: new Map([["trump", { posts: makePosts(seqs) }]]),
});

Deno.test("LiveStore knows the newest post, however often it is sent", () => {
  const { store, newest, receive } = setUp();
  receive(tick("e:4", [4, 3]));
  receive(tick("e:5", [5, 4, 3]));
  strictEqual(newest(), 5);
  strictEqual(store.cursor, "e:5");
});

Deno.test("LiveStore leaves out a tick from before what it knows", () => {
  const { store, newest, receive } = setUp();
  receive(tick("e:1", [1]));
  strictEqual(store.cursor, "e:2");
  strictEqual(newest(), 2);
});

Deno.test("LiveStore takes a snapshot of another database as it is", () => {
  const { store, newest, receive } = setUp();
  store.pause(true);
  const topics = new Map([["trump", topicStore([1])]]);
  receive({ type: "snapshot", cursor: "new:1", reset: true, topics });
  strictEqual(store.cursor, "new:1");
  strictEqual(newest(), 1);
});

Deno.test("LiveStore holds a snapshot back while paused, if it leads on", () => {
  const { store, newest, receive } = setUp();
  store.pause(true);
  const topics = new Map([["trump", topicStore([3])]]);
  receive({ type: "snapshot", cursor: "e:3", reset: false, topics });
  strictEqual(newest(), 2);
  store.pause(false);
  strictEqual(newest(), 3);
});

Deno.test("LiveStore holds all still while paused, and lets it go on after", () => {
  const { store, newest, receive } = setUp();
  store.pause(true);
  receive(tick("e:4", [4, 3]));
  strictEqual(newest(), 2);
  store.pause(false);
  strictEqual(newest(), 4);
});

Deno.test("LiveStore falls back to the post before if the newest is taken back", () => {
  const { newest, receive } = setUp();
  receive(tick("e:3", [3]));
  receive({ type: "delete", cursor: "e:4", posts: [1, 3] });
  strictEqual(newest(), 2);
  receive({ type: "delete", cursor: "e:4", posts: [2] });
  strictEqual(newest(), undefined);
});

Deno.test("LiveStore moves windows on by the server's clock, though the browser's is wrong", () => {
  const { store, clock } = setUp({ ms: 5_000_000_000 });
  strictEqual(store.now.value, 895_000);
  clock.ms += 10_000;
  store.tick();
  strictEqual(store.now.value, 905_000);
  strictEqual(store.topics.value.get("trump")?.window.t.at(-1), 900);
  store[Symbol.dispose]();
});

Deno.test("LiveStore leaves windows as they are while nobody knows what they should hold", () => {
  const { store, clock, receive } = setUp();
  const end = () => store.topics.value.get("trump")?.window.t.at(-1);
  const wait = () => {
    clock.ms += 10_000;
    store.tick();
    store[Symbol.dispose]();
    return end();
  };
  store.status({ kind: "live" });
  const start = wait()!;
  store.status({ kind: "offline" });
  deepStrictEqual([wait(), wait()], [start, start]);
  store.status({ kind: "live" });
  strictEqual(wait(), start + 30); // as late as the clock is by now
  strictEqual(store.current.value, true);
  deepStrictEqual([wait(), store.current.value], [start + 30, false]); // nothing heard
  receive({ type: "beat", late: 0, now: clock.ms, rates: {} });
  strictEqual(wait(), start + 50);
  receive({ type: "beat", late: 9, now: clock.ms, rates: {} });
  strictEqual(wait(), start + 50); // nothing read
  store[Symbol.dispose]();
});

Deno.test("LiveStore sets its clock by each sign of life, so that an old page is taken for a wrong clock no longer", () => {
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

Deno.test("LiveStore counts a tick without posts as a sign of life", () => {
  const { store, clock, receive } = setUp();
  clock.ms += 3_000;
  const topics = new Map([["trump", { window: makeWindow([1], 890) }]]);
  receive({ type: "tick", cursor: "e:2", topics });
  strictEqual(store.heardAt.value, clock.ms);
  strictEqual(store.topics.value.get("trump")?.window.posts.at(-1), 1);
});

Deno.test("LiveStore ignores what is not an event", () => {
  const { store, newest } = setUp();
  store.event("tick", '{"cursor":"e:9","topics":{"trump":{"posts":[1]}}}');
  store.event("tick", "not JSON");
  strictEqual(store.cursor, "e:2");
  strictEqual(newest(), 2);
});

Deno.test("LiveStore keeps only the topics that a whole tick names, and adds those that came", () => {
  const { store, receive } = setUp();
  const { posts: _, ...climate } = topicStore([]);
  const topics = new Map([["climate", { ...climate, rate: 3 }]]);
  receive({ type: "tick", cursor: "e:3", topics, whole: true });
  deepStrictEqual([...store.topics.value.keys()], ["climate"]);
  strictEqual(store.topics.value.get("climate")?.rate, 3);
  receive({ type: "tick", cursor: "e:4", topics: new Map(), whole: true });
  strictEqual(store.topics.value.size, 0);
});

Deno.test("LiveStore leaves out a topic of which too little is known", () => {
  const { store, receive } = setUp();
  const topics = new Map([["climate", { rate: 3 }]]);
  receive({ type: "tick", cursor: "e:3", topics, whole: true });
  strictEqual(store.topics.value.size, 0);
});

Deno.test("LiveStore adds no topic by a tick that is not whole", () => {
  const { store, receive } = setUp();
  const { posts: _, ...climate } = topicStore([]);
  receive({
    type: "tick",
    cursor: "e:3",
    topics: new Map([["climate", climate]]),
  });
  deepStrictEqual([...store.topics.value.keys()], ["trump"]);
});

Deno.test("LiveStore has started once a page has", () => {
  strictEqual(new LiveStore().started.value, false);
  strictEqual(setUp().store.started.value, true);
});

Deno.test("LiveStore hears a sign of life, and that the server reads nothing new", () => {
  let now = 1_000;
  using store = new LiveStore({ paintMs: 0, now: () => now });
  store.start("e:3", new Map());
  now = 9_000;
  store.event("beat", '{"now":9000,"late":7,"rates":{"climate":3}}');
  strictEqual(store.rates.value.get("climate"), 3);
  deepStrictEqual([store.heardAt.value, store.late.value], [9_000, 7]);
  strictEqual(store.cursor, "e:3");
  store.event("tick", '{"cursor":"e:4","topics":{}}');
  strictEqual(store.late.value, 0);
});

Deno.test("LiveStore knows whether its numbers are current", () => {
  using store = new LiveStore();
  const kinds = ["still", "connecting", "live", "offline", "resting"] as const;
  const current = kinds.map((kind) => {
    store.status({ kind });
    return store.current.value;
  });
  deepStrictEqual(current, [true, true, true, false, false]);
  store.status({ kind: "reconnecting", until: 7 });
  strictEqual(store.current.value, false);
});

function topicRatedTopics(slug: string): TopicSummary {
  const rest = { query: slug, color: "#0072b2", active: true };
  return { slug, ...rest, posts: 1, lastPostAt: null };
}

const RENDERED = ["trump", "climate"].map(topicRatedTopics);

Deno.test("ratedTopics() leaves topics as they were rendered while nothing is known", () => {
  deepStrictEqual(ratedTopics(new Map(), RENDERED), RENDERED);
});

Deno.test("ratedTopics() drops what is gone and adds what came", () => {
  const rates = new Map([["coffee", 3], ["climate", 0]]);
  const shown = ratedTopics(rates, RENDERED);
  deepStrictEqual(shown[0], RENDERED[1]);
  deepStrictEqual(shown.map(({ slug }) => slug), ["climate", "coffee"]);
});
