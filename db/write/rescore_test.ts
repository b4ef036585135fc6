import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { SCORER_VERSION } from "../../domain/sentiment/model.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  dyingAt,
  editEntry,
  NOON,
  postEntry,
  readRows,
  scoreFor,
  type TestStore,
} from "../../tests/support/store.ts";
import {
  findings,
  knownLog,
  NOTHING,
  recountBuckets,
  TERMS,
} from "../../tests/support/recount.ts";
import { audit } from "../audit/audit.ts";
import { TopicCache } from "../read/cache.ts";
import { readChanges } from "../read/changes.ts";
import { readTotals } from "../read/series.ts";
import { rescoredShare } from "../connection/rescoring.ts";
import { toScoredRow } from "../connection/scores.ts";
import type { Database } from "../connection/database.ts";
import { addTotals } from "../../domain/live/apply.ts";
import { rescoreSlice } from "./rescore.ts";
import { storeBatch } from "./store_batch.ts";

/** The lexicon alone is wrong about some of them. */
const TEXTS = [
  "I can't wait for this concert, so excited!",
  "Not good at all, what a waste of money",
  "trump speaks at noon",
  "No problem, thanks a lot",
  "worst day ever :(",
];

const COUNT = 150;
const LATER = NOON + 3_600_000;

/** Posts as the lexicon scored them; one that its author deleted, and one of another topic. */
async function fillOld({ db, stream }: TestStore): Promise<void> {
  const posts = Array.from({ length: COUNT }, (_, i) =>
    postEntry(i + 1, {
      text: TEXTS[i % TEXTS.length]!,
      topicId: i % 10 === 9 ? 2 : 1,
      score: i % 3 - 1,
      terms: TERMS,
      createdMs: NOON + i * 90_000,
    }));
  await storeBatch(db, stream, posts);
  await storeBatch(db, stream, [deleteEntry(COUNT + 1, "p7")]);
}

async function rescoreAll(db: Database): Promise<number> {
  let steps = 0;
  while (await rescoreSlice(db, { nowMs: LATER })) steps++;
  return steps;
}

async function assertRescored({ db }: TestStore): Promise<void> {
  const { posts, buckets } = await readRows(db.kysely);
  for (const { topic_id, ext_id, text, lang, ...row } of posts) {
    if (ext_id === "p7") {
      strictEqual(row.scorer, 1, "its text is gone");
      continue;
    }
    const { score, scorer, p_negative, p_positive } = row;
    deepStrictEqual(
      { score, scorer, p_negative, p_positive },
      toScoredRow(scoreFor(topic_id, { text, lang })),
    );
  }
  deepStrictEqual(
    buckets.filter(({ step }) => step < 86_400),
    recountBuckets(posts),
  );
}

forEachDatabase((name, open) => {
  Deno.test(`rescoreSlice() on ${name} scores the posts of an older scorer again, a slice at a time, with all counts`, async () => {
    await using store = await open();
    const { db } = store;
    await fillOld(store);
    const shares: number[] = [];
    for (;;) {
      const state = await rescoreSlice(db, { nowMs: LATER });
      if (!state) break;
      shares.push(rescoredShare(state));
      deepStrictEqual(
        findings(await audit(db, [knownLog(COUNT + 1)])),
        NOTHING,
      );
    }
    ok(shares.length >= 4, "more than one slice");
    deepStrictEqual(shares, shares.toSorted((a, b) => a - b));
    deepStrictEqual([shares[0], shares.at(-1)], [0, 1]);
    await assertRescored(store);
    const { posts } = await readRows(db.kysely);
    ok(posts.some(({ scorer }) => scorer === SCORER_VERSION));
    strictEqual(await rescoreSlice(db, { nowMs: LATER }), null);
  });

  Deno.test(`rescoreSlice() on ${name} does it once where several processes do it`, async () => {
    await using store = await open();
    await fillOld(store);
    // A file of SQLite has one process.
    const other = name === "SQLite" ? store.db : store.connect();
    const others = [store.db, other];
    await Promise.all(others.map(rescoreAll));
    await assertRescored(store);
    deepStrictEqual(
      findings(await audit(store.db, [knownLog(COUNT + 1)])),
      NOTHING,
    );
  });

  Deno.test(`rescoreSlice() on ${name} leaves new posts for later, and what was edited meanwhile as it is`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await fillOld(store);
    for (let i = 0; i < 3; i++) await rescoreSlice(db, { nowMs: NOON });
    const { posts: young } = await readRows(db.kysely);
    ok(young.every(({ scorer }) => scorer === 1));
    await storeBatch(db, stream, [
      editEntry(COUNT + 2, "p3", { text: "wonderful" }),
    ]);
    await rescoreAll(db);
    await assertRescored(store);
    const { posts } = await readRows(db.kysely);
    strictEqual(posts.find(({ ext_id }) => ext_id === "p3")!.text, "wonderful");
  });

  Deno.test(`rescoreSlice() on ${name} writes nothing over what an author edited while it scored`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await fillOld(store);
    await rescoreSlice(db, { nowMs: LATER });
    const edit = editEntry(COUNT + 2, "p3", { text: "wonderful" });
    let isEdited = false;
    const kysely = db.kysely.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (!isEdited && result.rows.some((row) => "text" in row)) {
          isEdited = true;
          await storeBatch(db, stream, [edit]);
        }
        return result;
      },
    });
    strictEqual(await rescoreSlice({ ...db, kysely }, { nowMs: LATER }), null);
    await rescoreAll(db);
    await assertRescored(store);
  });

  Deno.test(`rescoreSlice() on ${name} tells live totals and kept answers what changed`, async () => {
    await using store = await open();
    const { db, topics: [topic] } = store;
    await fillOld(store);
    const cache = new TopicCache(db);
    const { topics: [asked] } = await cache.look();
    const ask = () =>
      cache.ask(asked!, "totals", () => readTotals(db.kysely, topic.id));
    const before = await ask();
    const { cursor: { seq } } = await readChanges(db.kysely, 0);
    await rescoreAll(db);
    const { added, edited, posts } = await readChanges(db.kysely, seq);
    deepStrictEqual([edited, posts], [[], []]);
    const after = await readTotals(db.kysely, topic.id);
    ok(after.positive !== before.positive);
    deepStrictEqual(addTotals(before, added.get(topic.slug)!), after);
    await cache.look();
    deepStrictEqual(await ask(), after);
  });

  Deno.test(`rescoreSlice() on ${name} takes up what died before any of its statements`, async () => {
    await using store = await open();
    await fillOld(store);
    await rescoreSlice(store.db, { nowMs: LATER });
    for (let n = 1; n < 30; n++) {
      await rescoreSlice(dyingAt(n, store.db), { nowMs: LATER })
        .catch(() => {});
      deepStrictEqual(
        findings(await audit(store.db, [knownLog(COUNT + 1)])),
        NOTHING,
      );
    }
    await rescoreAll(store.db);
    await assertRescored(store);
  });
});
