import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { NO_TOTALS } from "../domain/live/apply.ts";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import { type Bucket, toSeries } from "../domain/series/series.ts";
import { createFakeStore, livePost } from "../tests/support/posts.ts";
import { createUpdateReader, loadState, updateTopic } from "./state.ts";

function windowOf(from: number, ...posts: number[]) {
  const buckets: Bucket[] = posts.map((count, i) => ({
    t: from + i * 10,
    posts: count,
    positive: count,
    negative: 0,
    neutral: 0,
    score: count,
    squares: count,
  }));
  const to = from + posts.length * 10;
  return toSeries(buckets, { topic: "trump", step: 10, from, to });
}

const BEFORE: TopicSnapshot = {
  window: windowOf(0, 1, 2, 3),
  totals: NO_TOTALS,
  rate: 3,
  terms: { positive: [], negative: [] },
  posts: [livePost(1)],
};

Deno.test("updateTopic() sends only buckets that differ", () => {
  const { tick } = updateTopic(BEFORE, { window: windowOf(10, 2, 5, 7) });
  deepStrictEqual(tick?.window?.t, [20, 30]);
  deepStrictEqual(tick?.window?.posts, [5, 7]);
});

Deno.test("updateTopic() does not send an empty bucket that moved in", () => {
  const { after, tick } = updateTopic(BEFORE, {
    window: windowOf(10, 2, 3, 0),
  });
  deepStrictEqual(after.window.t, [10, 20, 30]);
  strictEqual(tick?.window, undefined);
});

Deno.test("updateTopic() sends a bucket whose score changed", () => {
  const window = windowOf(0, 1, 2, 3);
  const { tick } = updateTopic(BEFORE, {
    window: { ...window, score: [1, -2, 3] },
  });
  deepStrictEqual(tick?.window?.t, [10]);
});

Deno.test("updateTopic() sends a bucket in which only the sum of squares changed", () => {
  const window = windowOf(0, 1, 2, 3);
  const { tick } = updateTopic(BEFORE, {
    window: { ...window, squares: [1, 2, 9] },
  });
  deepStrictEqual([tick?.window?.t, tick?.window?.squares], [[20], [9]]);
});

Deno.test("updateTopic() sends nothing when nothing changed", () => {
  const rate = 3;
  const { after, tick } = updateTopic({ ...BEFORE, rate }, {});
  strictEqual(tick, null);
  deepStrictEqual(after, BEFORE);
});

Deno.test("updateTopic() keeps the newest 50 posts", () => {
  const posts = Array.from({ length: 50 }, (_, i) => livePost(100 - i));
  const { after, tick } = updateTopic(BEFORE, { posts });
  deepStrictEqual(after.posts, posts);
  deepStrictEqual(tick, { posts });
});

Deno.test("updateTopic() applies an edit in place, and sends it even if the post is no longer shown", () => {
  const edited = [{ ...livePost(1), text: "new" }, livePost(7)];
  const { after, tick } = updateTopic({ ...BEFORE, rate: 3 }, { edited });
  deepStrictEqual(after.posts, [edited[0]]);
  deepStrictEqual(tick, { edited });
});

Deno.test("updateTopic() keeps the details of a topic", () => {
  const about = { query: "x", color: "#000000", active: true };
  const { after } = updateTopic({ ...BEFORE, about }, {
    posts: [livePost(2)],
  });
  strictEqual(after.about, about);
});

Deno.test("words are read 2 s after new posts, or after a quiet minute", async () => {
  const store = createFakeStore(["trump"]);
  let reads = 0;
  store.readWindowTerms = () => {
    reads++;
    return Promise.resolve({ positive: [], negative: [] });
  };
  const readUpdates = createUpdateReader(store);
  const state = await loadState(store);
  const quiet = await store.readChanges(0);
  store.add(livePost(1));
  const busy = await store.readChanges(0);

  const seen: number[] = [];
  for (
    const [changes, nowMs] of [
      [quiet, 0], // remembers the start
      [busy, 1_000],
      [quiet, 1_999],
      [quiet, 2_000], // 2 s after: posts came at 1 s
      [quiet, 61_999],
      [quiet, 62_000], // a minute after
    ] as const
  ) {
    await readUpdates(state, changes, nowMs);
    seen.push(reads);
  }
  deepStrictEqual(seen, [0, 0, 0, 1, 1, 2]);
});

Deno.test("totals grow only for topics with new posts", async () => {
  const store = createFakeStore();
  const state = await loadState(store);
  store.add(livePost(1, "trump", 2), livePost(2, "trump", -1));
  const changes = await store.readChanges(0);
  const updates = await createUpdateReader(store)(state, changes, Date.now());
  deepStrictEqual(updates.get("trump")?.totals, {
    posts: 2,
    positive: 1,
    negative: 1,
    neutral: 0,
    score: 1,
  });
  strictEqual(updates.get("climate")?.totals, undefined);
});

Deno.test("a removed topic is not read", async () => {
  const store = createFakeStore();
  const state = await loadState(store);
  store.slugs = ["climate"];
  store.add(livePost(1, "trump"));
  const changes = await store.readChanges(0);
  const updates = await createUpdateReader(store)(state, changes, Date.now());
  deepStrictEqual([...updates.keys()], ["climate"]);
});
