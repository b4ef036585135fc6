import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { NO_TOTALS } from "../domain/live/apply.ts";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import { type Bucket, toSeries } from "../domain/series/series.ts";
import { createFakeStore, livePost } from "../tests/support/live.ts";
import { advanceTopic, createUpdateReader, loadPresent } from "./present.ts";

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

Deno.test("advanceTopic() tells of buckets that differ only", () => {
  const { tick } = advanceTopic(BEFORE, { window: windowOf(10, 2, 5, 7) });
  deepStrictEqual(tick?.window?.t, [20, 30]);
  deepStrictEqual(tick?.window?.posts, [5, 7]);
});

Deno.test("advanceTopic() is silent about an empty bucket that moved in", () => {
  const { after, tick } = advanceTopic(BEFORE, {
    window: windowOf(10, 2, 3, 0),
  });
  deepStrictEqual(after.window.t, [10, 20, 30]);
  strictEqual(tick?.window, undefined);
});

Deno.test("advanceTopic() tells of a bucket whose posts stayed and whose mood changed", () => {
  const window = windowOf(0, 1, 2, 3);
  const { tick } = advanceTopic(BEFORE, {
    window: { ...window, score: [1, -2, 3] },
  });
  deepStrictEqual(tick?.window?.t, [10]);
});

Deno.test("advanceTopic() tells of a bucket in which nothing but the spread of the scores changed", () => {
  const window = windowOf(0, 1, 2, 3);
  const { tick } = advanceTopic(BEFORE, {
    window: { ...window, squares: [1, 2, 9] },
  });
  deepStrictEqual([tick?.window?.t, tick?.window?.squares], [[20], [9]]);
});

Deno.test("advanceTopic() has nothing to tell when nothing changed", () => {
  const rate = 3;
  const { after, tick } = advanceTopic({ ...BEFORE, rate }, {});
  strictEqual(tick, null);
  deepStrictEqual(after, BEFORE);
});

Deno.test("advanceTopic() keeps the newest 50 posts", () => {
  const posts = Array.from({ length: 50 }, (_, i) => livePost(100 - i));
  const { after, tick } = advanceTopic(BEFORE, { posts });
  deepStrictEqual(after.posts, posts);
  deepStrictEqual(tick, { posts });
});

Deno.test("advanceTopic() shows an edit in place, and tells of it though it is shown no more", () => {
  const edited = [{ ...livePost(1), text: "new" }, livePost(7)];
  const { after, tick } = advanceTopic({ ...BEFORE, rate: 3 }, { edited });
  deepStrictEqual(after.posts, [edited[0]]);
  deepStrictEqual(tick, { edited });
});

Deno.test("advanceTopic() keeps what a topic is", () => {
  const about = { query: "x", color: "#000000", active: true };
  const { after } = advanceTopic({ ...BEFORE, about }, {
    posts: [livePost(2)],
  });
  strictEqual(after.about, about);
});

Deno.test("words are read again 2 s after posts came, or after a quiet minute", async () => {
  const store = createFakeStore(["trump"]);
  let reads = 0;
  store.readWindowTerms = () => {
    reads++;
    return Promise.resolve({ positive: [], negative: [] });
  };
  const readUpdates = createUpdateReader(store);
  const present = await loadPresent(store);
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
    await readUpdates(present, changes, nowMs);
    seen.push(reads);
  }
  deepStrictEqual(seen, [0, 0, 0, 1, 1, 2]);
});

Deno.test("totals grow by what was added, and only of topics with posts", async () => {
  const store = createFakeStore();
  const present = await loadPresent(store);
  store.add(livePost(1, "trump", 2), livePost(2, "trump", -1));
  const changes = await store.readChanges(0);
  const updates = await createUpdateReader(store)(present, changes, Date.now());
  deepStrictEqual(updates.get("trump")?.totals, {
    posts: 2,
    positive: 1,
    negative: 1,
    neutral: 0,
    score: 1,
  });
  strictEqual(updates.get("climate")?.totals, undefined);
});

Deno.test("a topic that is gone is read no more", async () => {
  const store = createFakeStore();
  const present = await loadPresent(store);
  store.slugs = ["climate"];
  store.add(livePost(1, "trump"));
  const changes = await store.readChanges(0);
  const updates = await createUpdateReader(store)(present, changes, Date.now());
  deepStrictEqual([...updates.keys()], ["climate"]);
});
