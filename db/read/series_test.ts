import fc from "fast-check";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { editEntry, NOON, postEntry } from "../../tests/support/store.ts";
import { recountBuckets, startOf } from "../../tests/support/recount.ts";
import { bucketEdges } from "../../domain/series/buckets.ts";
import { toScoredRow } from "../connection/scores.ts";
import { storeBatch } from "../write/store_batch.ts";
import {
  readExtent,
  readSeries,
  readSourceSeries,
  readTotals,
} from "./series.ts";

const DAY = 86_400;

/** Where posts are: around an hour, around 1970, and years away. */
const CENTERS = [NOON, 0, -5 * DAY * 1_000, Date.UTC(2999, 0, 1)];

/** 400 posts of two topics; each knows its time, and how it was scored. */
const POSTS = Array.from({ length: 400 }, (_, i) => {
  const center = CENTERS[i % CENTERS.length]!;
  const createdMs = center + (i * 7_919_333) % 9_000_000 - 4_000_000;
  return postEntry(i + 1, {
    topicId: i % 5 === 0 ? 2 : 1,
    createdMs,
    score: i % 7 - 3,
    scorer: 1 + i % 3,
    pPositive: i % 11 / 20,
    pNegative: i % 13 / 30,
  });
});

/** Whether a post was written in a range, without its end. */
function isWithin({ from, to }: { from: number; to: number }) {
  return ({ createdMs }: { createdMs: number }) =>
    createdMs >= from * 1_000 && createdMs < to * 1_000;
}

/** Columns as a recount of the posts says that they must be. */
function recountSeries(
  topic: { id: number; slug: string },
  range: { from: number; to: number },
  step: number,
) {
  const from = range.from - ((range.from % step) + step) % step;
  const buckets = recountBuckets(
    POSTS.filter(isWithin(range)).map((post) => ({
      topic_id: post.topicId,
      created_ms: post.createdMs,
      ...toScoredRow(post),
    })),
    [step],
  ).filter((row) => row.topic_id === topic.id);
  const byStart = new Map(buckets.map((bucket) => [bucket.t, bucket]));
  const series = {
    topic: topic.slug,
    step,
    t: [] as number[],
    posts: [] as number[],
    positive: [] as number[],
    negative: [] as number[],
    neutral: [] as number[],
    score: [] as number[],
    squares: [] as (number | null)[],
    scored: [] as number[],
    scorers: [] as number[],
    pPositive: [] as number[],
    pNegative: [] as number[],
    pSquares: [] as number[],
  };
  for (let t = from + 0; t < range.to; t += step) {
    const bucket = byStart.get(t);
    series.t.push(t);
    series.posts.push(bucket?.posts ?? 0);
    series.positive.push(bucket?.positive ?? 0);
    series.negative.push(bucket?.negative ?? 0);
    series.neutral.push(bucket?.neutral ?? 0);
    series.score.push(bucket?.score ?? 0);
    series.squares.push(bucket ? bucket.squares : 0);
    series.scored.push(bucket?.scored ?? 0);
    series.scorers.push(bucket?.scorers ?? 0);
    series.pPositive.push((bucket?.p_positive ?? 0) / 1_000);
    series.pNegative.push((bucket?.p_negative ?? 0) / 1_000);
    series.pSquares.push((bucket?.p_squares ?? 0) / 1_000_000);
  }
  return series;
}

forEachDatabase((name, open) => {
  Deno.test(`readSeries() on ${name} equals a recount of exactly the range, without gaps`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    await storeBatch(db, stream, POSTS);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...topics),
        fc.constantFrom(...CENTERS),
        fc.constantFrom(10, 30, 60, 3_600, 9 * DAY),
        fc.integer({ min: -5_000, max: 5_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        async (topic, centerMs, step, shift, span) => {
          const from = centerMs / 1_000 + shift;
          const range = { from, to: from + span };
          deepStrictEqual(
            await readSeries(db.kysely, topic, range, step),
            recountSeries(topic, range, step),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  Deno.test(`readSeries() and readSourceSeries() on ${name} equal a recount by the calendar of any zone`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    const years = Array.from({ length: 400 }, (_, i) =>
      postEntry(i + 1, {
        createdMs: NOON + (i * 7_919_333_777) % (800 * DAY * 1_000),
        score: i % 7 - 3,
        source: i % 2 ? "file" : "x",
      }));
    await storeBatch(db, stream, years);
    const zones = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zones, "Australia/Lord_Howe", "America/St_Johns"),
        fc.constantFrom("hour", "day", "week", "month", "year"),
        fc.integer({ min: -5 * DAY, max: 700 * DAY }),
        fc.integer({ min: 1, max: 3_000_000 }),
        async (zone, per, shift, span) => {
          const from = NOON / 1_000 + shift;
          const to = from + (per === "hour" ? span : 30 * span);
          const [range, step] = [{ from, to }, { per, zone }];
          const edges = bucketEdges(range, step);
          const count = (source?: string) =>
            edges.slice(0, -1).map((start, i) =>
              years.filter(isWithin(range)).filter(isWithin({
                from: start,
                to: edges[i + 1]!,
              })).filter((post) => !source || post.source === source).length
            );
          const series = await readSeries(db.kysely, topic, range, step);
          deepStrictEqual(series.posts, count());
          deepStrictEqual([series.t, series.end], [
            edges.slice(0, -1),
            edges.at(-1),
          ]);
          const { sources } = await readSourceSeries(
            db.kysely,
            topic,
            range,
            step,
          );
          for (const [source, posts] of Object.entries(sources)) {
            deepStrictEqual(posts, count(source));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  Deno.test(`readSeries() on ${name} counts a post at the edge of a bucket in the later one`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const times = [-10_001, -10_000, -1, 0, 9_999, 10_000];
    await storeBatch(
      db,
      stream,
      times.map((createdMs, i) => postEntry(i + 1, { createdMs })),
    );
    const range = { from: -20, to: 20 };
    const { t, posts } = await readSeries(db.kysely, topics[0], range, 10);
    deepStrictEqual({ t, posts }, {
      t: [-20, -10, 0, 10],
      posts: [1, 2, 2, 1],
    });
  });

  Deno.test(`readSeries() on ${name} gives zeros where nothing is, and nothing for no time`, async () => {
    await using store = await open();
    const { db, topics } = store;
    const quiet = await readSeries(
      db.kysely,
      topics[1],
      { from: 60, to: 180 },
      60,
    );
    deepStrictEqual(quiet.t, [60, 120]);
    deepStrictEqual(quiet.posts, [0, 0]);
    const empty = await readSeries(
      db.kysely,
      topics[1],
      { from: 60, to: 60 },
      60,
    );
    deepStrictEqual(empty.t, []);
  });

  Deno.test(`readSeries() on ${name} knows no squares where a part with posts has none, at any step`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const at = (second: number, score: number, logSeq: number) =>
      postEntry(logSeq, { createdMs: second * 1_000, score });
    await storeBatch(db, stream, [at(0, 3, 1), at(60, 2, 2), at(61, -2, 3)]);
    const older = db.kysely.updateTable("buckets").set({ squares: null });
    await older.where("t", "=", 0).execute();
    const squaresAt = async (step: number) =>
      (await readSeries(db.kysely, topics[0], { from: 0, to: 120 }, step))
        .squares;
    deepStrictEqual(await squaresAt(60), [null, 8]);
    deepStrictEqual(await squaresAt(120), [null]);
    await storeBatch(db, stream, [at(1, 5, 4), at(62, 1, 5)]);
    deepStrictEqual(
      await squaresAt(60),
      [null, 9],
      "what comes later is no whole",
    );
    await older.set({ posts: 0 }).where("t", "=", 0).execute();
    deepStrictEqual(await squaresAt(60), [0, 9], "no posts have no squares");
    deepStrictEqual(await squaresAt(120), [9]);
  });

  Deno.test(`readExtent() on ${name} spans the whole hours of a topic's posts`, async () => {
    await using store = await open();
    const { db, stream } = store;
    strictEqual(await readExtent(db.kysely, 1), null);
    await storeBatch(db, stream, [
      postEntry(1, { createdMs: -1 }),
      postEntry(2, { createdMs: 7_200_000 }),
      postEntry(3, { createdMs: NOON, topicId: 2 }),
    ]);
    deepStrictEqual(await readExtent(db.kysely, 1), {
      from: -3_600,
      to: 10_800,
    });
  });

  Deno.test(`readTotals() on ${name} sums all posts of a topic`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const nothing = {
      posts: 0,
      positive: 0,
      negative: 0,
      neutral: 0,
      score: 0,
    };
    deepStrictEqual(await readTotals(db.kysely, 1), nothing);
    await storeBatch(db, stream, POSTS.map((post) => ({ ...post, scorer: 1 })));
    for (const { id } of topics) {
      const scores = POSTS.filter((post) => post.topicId === id)
        .map(({ score }) => score);
      deepStrictEqual(await readTotals(db.kysely, id), {
        posts: scores.length,
        positive: scores.filter((score) => score > 0).length,
        negative: scores.filter((score) => score < 0).length,
        neutral: scores.filter((score) => score === 0).length,
        score: scores.reduce((sum, score) => sum + score, 0),
      });
    }
  });
});

/** Some of them must not be taken for what objects have by themselves. */
const SOURCES = ["file", "bluesky", "__proto__", "constructor", "é", "e"];

/** Posts over five hours and around 1970. */
const SOURCE_POSTS = Array.from({ length: 300 }, (_, i) => {
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
  for (const { topicId: own, createdMs, source } of SOURCE_POSTS) {
    const t = startOf(createdMs, step);
    if (own !== topicId || !isWithin({ from, to })({ createdMs })) continue;
    const key = `${source} ${t}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

forEachDatabase((name, open) => {
  Deno.test(`readSourceSeries() on ${name} equals a recount without gaps, whatever sources are called`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    await storeBatch(db, stream, SOURCE_POSTS);
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
});
