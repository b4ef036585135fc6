import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import { scorePost, type Scoring } from "../../domain/pipeline/log_entry.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  findings,
  knownLog,
  NOTHING,
  recountBuckets,
} from "../../tests/support/recount.ts";
import {
  dyingAt,
  NOON,
  readRows,
  scoredEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import { audit } from "../audit/audit.ts";
import type { Database } from "../connection/database.ts";
import { toScoredRow } from "../connection/scores.ts";
import { readPipeline } from "../read/pipeline.ts";
import { readTerms } from "../read/terms.ts";
import { purgeTopic } from "./purge.ts";
import { rescoreSlice } from "./rescore.ts";
import { rescoreTopicSlice } from "./rescore_topics.ts";
import { storeBatch } from "./store_batch.ts";
import { changeTopic } from "./topics.ts";

const TEXTS = [
  "trump: top share of the day, free for all",
  "not a top idea, alert",
  "an awful day",
  "share share share",
  "noon",
];
const COUNT = 700;
const WORDS = ["alert", "share", "top"];

/** Later than what others store by the words of before. */
const later = () => Date.now() + 120_000;

async function fill({ db, stream }: TestStore): Promise<void> {
  const posts = Array.from({ length: COUNT }, (_, i) =>
    scoredEntry(i + 1, {
      text: `${TEXTS[i % TEXTS.length]}`,
      topicId: i % 10 === 9 ? 2 : 1,
      createdMs: NOON + i * 9_000,
    }));
  await storeBatch(db, stream, posts);
  while (await rescoreSlice(db));
}

function scoring(text: string, ignored: readonly string[]): Scoring {
  const own = new Set(["trump"]);
  return scorePost({ text, lang: "en" }, own.union(new Set(ignored)), own);
}

async function assertScored(
  { db }: TestStore,
  ignored: readonly string[],
): Promise<void> {
  const { posts, buckets } = await readRows(db.kysely);
  for (const { topic_id, text, ...row } of posts) {
    const after = scoring(text, topic_id === 1 ? ignored : []);
    const { score, scorer, p_negative, p_positive } = row;
    deepStrictEqual(
      { score, scorer, p_negative, p_positive },
      toScoredRow(after),
      text,
    );
    deepStrictEqual(
      [row.positive, row.negative],
      [after.positive, after.negative],
    );
  }
  deepStrictEqual(
    buckets.filter(({ step }) => step < 86_400),
    recountBuckets(posts),
  );
  await assertClean(db, posts.length);
}

async function assertClean(db: Database, count: number): Promise<void> {
  deepStrictEqual(findings(await audit(db, [knownLog(count)])), NOTHING);
}

async function rescoreAll(db: Database, nowMs: number): Promise<number> {
  let steps = 0;
  while (await rescoreTopicSlice(db, { nowMs })) steps++;
  return steps;
}

forEachDatabase((name, open) => {
  Deno.test(`rescoreTopicSlice() on ${name} scores a topic's posts by its new words, a slice at a time, and back again`, async () => {
    await using store = await open();
    const { db } = store;
    await fill(store);
    const before = await readRows(db.kysely);
    await changeTopic(db, "trump", { ignored: WORDS });
    let steps = 0;
    for (; await rescoreTopicSlice(db, { nowMs: later() }); steps++) {
      await assertClean(db, COUNT);
    }
    ok(steps > 5, `${steps} slices`);
    await assertScored(store, WORDS);
    const { posts, terms } = await readRows(db.kysely);
    notDeepStrictEqual(posts, before.posts);
    deepStrictEqual(
      terms,
      before.terms,
      "lists are complete when it is undone",
    );
    await changeTopic(db, "trump", { ignored: [] });
    await rescoreAll(db, later());
    await assertScored(store, []);
    deepStrictEqual((await readRows(db.kysely)).posts, before.posts);
    deepStrictEqual(await rescoreTopicSlice(db, { nowMs: later() }), false);
  });

  Deno.test(`readTerms() on ${name} lists no word that was taken out of its topic, at once`, async () => {
    await using store = await open();
    const { db } = store;
    await fill(store);
    const { id: topicId, ignored } = await changeTopic(db, "trump", {
      ignored: WORDS,
    });
    const range = { topicId, from: NOON / 1_000, to: NOON / 1_000 + 9_000 };
    const listed = async (kind: "positive" | "negative") =>
      (await readTerms(db.kysely, { ...range, kind, ignored }))
        .map(({ term }) => term);
    deepStrictEqual(await listed("positive"), ["free"]);
    deepStrictEqual(await listed("negative"), ["awful"], "nor as `not top`");
  });

  Deno.test(`rescoreTopicSlice() on ${name} finds what was stored as before after the change, and leaves young posts for later`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await fill(store);
    await changeTopic(db, "trump", { ignored: WORDS });
    const nowMs = Date.now();
    const young = scoredEntry(COUNT + 1, {
      text: "top share",
      receivedMs: nowMs,
    });
    await rescoreAll(db, nowMs);
    await storeBatch(db, stream, [young]);
    await rescoreAll(db, nowMs);
    const stored = async () => (await readRows(db.kysely)).posts.at(-1)!.score;
    deepStrictEqual(await stored(), young.score);
    const { rescoring } = await readPipeline(db.kysely);
    deepStrictEqual(rescoring?.topic ?? null, null, "the old ones are done");
    await rescoreAll(db, nowMs + 61_000);
    await assertScored(store, WORDS);
  });

  Deno.test(`rescoreTopicSlice() on ${name} begins again where words change while it works, and says how far it is`, async () => {
    await using store = await open();
    const { db } = store;
    await fill(store);
    await changeTopic(db, "trump", { ignored: ["share"] });
    for (let i = 0; i < 3; i++) {
      await rescoreTopicSlice(db, { nowMs: later() });
    }
    await changeTopic(db, "trump", { ignored: (words) => [...words, "top"] });
    const share = async () => (await readPipeline(db.kysely)).rescoring?.share;
    deepStrictEqual(await share(), 0);
    await rescoreTopicSlice(db, { nowMs: later() });
    ok((await share())! > 0 && (await share())! < 1);
    await rescoreAll(db, later());
    await assertScored(store, ["share", "top"]);
    deepStrictEqual(await share(), undefined);
  });

  Deno.test(`rescoreTopicSlice() on ${name} writes no slice that was scored by the words of before`, async () => {
    await using store = await open();
    const { db } = store;
    await fill(store);
    await changeTopic(db, "trump", { ignored: ["share"] });
    let isChanged = false;
    const kysely = db.kysely.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (!isChanged && result.rows.some((row) => "ignored" in row)) {
          isChanged = true;
          await changeTopic(db, "trump", { ignored: ["top"] });
        }
        return result;
      },
    });
    await rescoreTopicSlice({ ...db, kysely }, { nowMs: later() });
    ok(isChanged);
    await rescoreAll(db, later());
    await assertScored(store, ["top"]);
  });

  Deno.test(`rescoreTopicSlice() on ${name} takes up what died before any of its statements, and ends with its topic`, async () => {
    await using store = await open();
    const { db } = store;
    await fill(store);
    await changeTopic(db, "trump", { ignored: WORDS });
    for (let n = 1; n < 30; n++) {
      await rescoreTopicSlice(dyingAt(n, db), { nowMs: later() })
        .catch(() => {});
      await assertClean(db, COUNT);
    }
    const other = name === "SQLite" ? db : store.connect();
    await Promise.all([db, other].map((one) => rescoreAll(one, later())));
    await assertScored(store, WORDS);
    await changeTopic(db, "trump", { ignored: [] });
    await purgeTopic(db, store.topics[0]);
    deepStrictEqual(await rescoreTopicSlice(db, { nowMs: later() }), false);
  });
});
