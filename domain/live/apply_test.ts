import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  makePosts,
  makeSnapshot,
  makeWindow,
} from "../../tests/support/posts.ts";
import { mergeTick, replacePosts, slideSnapshot } from "./apply.ts";

Deno.test("mergeTick() keeps what a tick does not name", () => {
  const snapshot = makeSnapshot({ rate: 7, posts: makePosts([1]) });
  const merged = mergeTick(snapshot, { rate: 8 });
  strictEqual(merged.rate, 8);
  deepStrictEqual({ ...merged, rate: 7 }, snapshot);
});

Deno.test("mergeTick() takes over totals and terms, and writes into the window", () => {
  const totals = { posts: 9, positive: 9, negative: 0, neutral: 0, score: 18 };
  const terms = { positive: [{ term: "good", count: 9 }], negative: [] };
  const window = makeWindow([9], 890);
  const merged = mergeTick(makeSnapshot(), { totals, terms, window });
  deepStrictEqual(merged.totals, totals);
  deepStrictEqual(merged.terms, terms);
  strictEqual(merged.window.posts.at(-1), 9);
  strictEqual(merged.window.posts.length, 90);
});

Deno.test("mergeTick() stays small however long a page is left open", () => {
  let topic = makeSnapshot();
  for (let seq = 1; seq <= 500; seq++) {
    const window = makeWindow([1], 890 + seq * 10);
    topic = mergeTick(topic, { window, posts: makePosts([seq]) });
  }
  strictEqual(topic.posts.length, 20);
  strictEqual(topic.posts[0]?.seq, 500);
  strictEqual(topic.window.t.length, 90);
});

Deno.test("mergeTick() puts a backdated post behind newer ones", () => {
  const [late] = makePosts([9]);
  const backdated = { ...late!, createdAt: "1970-01-01T00:00:01.500Z" };
  const before = makeSnapshot({ posts: makePosts([3, 2, 1]) });
  const { posts } = mergeTick(before, { posts: [backdated] });
  deepStrictEqual(posts.map(({ seq }) => seq), [3, 2, 9, 1]);
});

Deno.test("mergeTick() takes no edit for a new post", () => {
  const before = makeSnapshot({ posts: makePosts([2, 1]) });
  const { posts } = mergeTick(before, { edited: makePosts([9]) });
  deepStrictEqual(posts, before.posts);
});

Deno.test("mergeTick() takes over what a topic is, and keeps it", () => {
  const about = { query: "x", color: "#000000", active: false };
  const told = mergeTick(makeSnapshot(), { about });
  deepStrictEqual(mergeTick(told, { rate: 1 }).about, about);
  strictEqual("about" in mergeTick(makeSnapshot(), {}), false);
});

const SHOWN = makePosts([4, 3, 2]);

Deno.test("replacePosts() puts a new text where the old one stood", () => {
  const edited = makePosts([3, 1]).map((post) => ({ ...post, text: "new" }));
  const [four, , two] = SHOWN;
  deepStrictEqual(replacePosts(SHOWN, edited), [four, edited[0], two]);
});

Deno.test("replacePosts() shows no post that was not there, and gives the same list back", () => {
  strictEqual(replacePosts(SHOWN, makePosts([9, 1])), SHOWN);
  strictEqual(replacePosts(SHOWN, []), SHOWN);
});

const BUSY = makeSnapshot({
  window: makeWindow(new Array<number>(90).fill(2), 890),
  rate: 12,
});

Deno.test("slideSnapshot() changes nothing within a bucket", () => {
  strictEqual(slideSnapshot(BUSY, 899), BUSY);
});

Deno.test("slideSnapshot() lets the rate fall to zero within a minute of silence", () => {
  strictEqual(slideSnapshot(BUSY, 930).rate, 6);
  strictEqual(slideSnapshot(BUSY, 965).rate, 0);
});
