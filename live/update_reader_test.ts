import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { createFakeStore, livePost } from "../tests/support/live.ts";
import { loadPresent } from "./present.ts";
import { createUpdateReader } from "./update_reader.ts";

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
