import fc from "fast-check";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readSeries, readSourceSeries } from "../../../db/read/series.ts";
import { storeBatch } from "../../../db/write/store_batch.ts";
import { editEntry, NOON, type OpenTestStore, postEntry } from "../store.ts";
import { startOf } from "./recount.ts";

/** Some of them must not be taken for what objects have by themselves. */
const SOURCES = ["file", "bluesky", "__proto__", "constructor", "é", "e"];

/** Posts over five hours and around 1970. */
const POSTS = Array.from({ length: 300 }, (_, i) => {
  const center = i % 3 === 0 ? 0 : NOON;
  return postEntry(i + 1, {
    topicId: i % 6 === 0 ? 2 : 1,
    createdMs: center + (i * 7_919_333) % 18_000_000 - 9_000_000,
    source: SOURCES[i % SOURCES.length]!,
  });
});

/** Counts that differ from zero, by source and start. */
function recount(topicId: number, from: number, to: number, step: number) {
  const counts = new Map<string, number>();
  for (const { topicId: own, createdMs, source } of POSTS) {
    const t = startOf(createdMs, step);
    if (own !== topicId || t + step <= from || t >= to) continue;
    const key = `${source} ${t}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Counts over time by source. */
export function testSourceSeries(name: string, open: OpenTestStore): void {
  Deno.test(`readSourceSeries() on ${name} equals a recount without gaps, whatever sources are called`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    await storeBatch(db, stream, POSTS);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...topics),
        fc.constantFrom(0, NOON / 1_000),
        fc.constantFrom(60, 300, 3_600, 7_200),
        fc.integer({ min: -9_000, max: 9_000 }),
        fc.integer({ min: 1, max: 9_000 }),
        async (topic, center, step, shift, span) => {
          const range = { from: center + shift, to: center + shift + span };
          const args = [db.kysely, topic, range, step] as const;
          const { t, sources } = await readSourceSeries(...args);
          deepStrictEqual(t, (await readSeries(...args)).t);
          const found = Object.entries(sources).flatMap(([source, column]) => {
            strictEqual(column.length, t.length);
            return column.flatMap((posts, i) =>
              posts === 0 ? [] : [[`${source} ${t[i]}`, posts] as const]
            );
          });
          deepStrictEqual(
            new Map(found),
            recount(topic.id, range.from, range.to, step),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  Deno.test(`readSourceSeries() on ${name} has nothing where nobody posted, and stays as it is when posts are edited`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const range = { from: 0, to: 120 };
    const read = () => readSourceSeries(db.kysely, topics[0], range, 60);
    deepStrictEqual(await read(), { t: [0, 60], sources: {} });
    await storeBatch(db, stream, [postEntry(1, { createdMs: 61_000 })]);
    const expected = { t: [0, 60], sources: { file: [0, 1] } };
    deepStrictEqual(await read(), expected);
    await storeBatch(db, stream, [editEntry(2, "p1", { text: "bad" })]);
    deepStrictEqual(await read(), expected);
  });

  Deno.test(`readSourceSeries() on ${name} knows nothing of a bucket with posts that were counted before sources were`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    await storeBatch(db, stream, [
      postEntry(1, { createdMs: 1_000 }),
      postEntry(2, { createdMs: 60_000 }),
    ]);
    const { kysely } = db;
    await kysely.deleteFrom("terms").where("t", "=", 0).execute();
    await kysely.updateTable("buckets").set({ squares: null })
      .where("t", "=", 0).execute();
    await storeBatch(db, stream, [postEntry(3, { createdMs: 2_000 })]);
    const read = (step: number) =>
      readSourceSeries(kysely, topics[0], { from: 0, to: 180 }, step);
    deepStrictEqual((await read(60)).sources, { file: [null, 1, 0] });
    deepStrictEqual((await read(180)).sources, { file: [null] });
    await kysely.deleteFrom("buckets").where("t", "=", 0).execute();
    deepStrictEqual((await read(60)).sources, { file: [0, 1, 0] });
  });
}
