import type { Kysely } from "kysely";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { cpuUsage } from "node:process";
import type { Interruptions } from "../../domain/series/outages.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  NOON,
  openSqliteStore,
  scoredEntry,
} from "../../tests/support/store.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { storeBatch } from "../write/store_batch.ts";
import { readJumps } from "./jumps.ts";

const MINUTE = 60_000;
const START = NOON / 1_000;
/** Minutes of usual posts. */
const LENGTH = 60;
const BURST = 40;

/** Four posts a minute, and in one minute 30 more, most of them reposts. */
function entries() {
  const usual = Array.from({ length: 4 * LENGTH }, (_, i) => ({
    createdMs: NOON + Math.floor(i / 4) * MINUTE + (i % 4) * 9_000,
    text: `quiet #sea ${i} https://news.example/${i}`,
    author: `a${i % 50}`,
  }));
  const burst = Array.from({ length: 30 }, (_, i) => ({
    createdMs: NOON + BURST * MINUTE + i * 1_000,
    text: i < 20
      ? `RT @bob: What a terrible #flood https://flood.example/${i}`
      : `quiet #sea again ${i}`,
    author: `b${i % 3}`,
  }));
  return [...usual, ...burst].map((post, i) => scoredEntry(i + 1, post));
}

const NONE: Interruptions = { gaps: [], outages: [] };

function search(interruptions = NONE) {
  return {
    from: START + 30 * 60,
    to: START + LENGTH * 60,
    step: 60,
    nowMs: NOON + LENGTH * MINUTE,
    readInterruptions: () => Promise.resolve(interruptions),
  };
}

forEachDatabase((name, open) => {
  Deno.test(`readJumps() on ${name} finds a burst, and says what it was about`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    deepStrictEqual(await readJumps(db.kysely, topic, search()), []);
    const posts = entries();
    await storeBatch(db, stream, posts);
    await storeBatch(db, stream, [
      deleteEntry(posts.length + 1, posts.at(-30)!.extId),
    ]);
    const [jump, ...others] = await readJumps(db.kysely, topic, search());
    deepStrictEqual(others, []);
    const { from, to, posts: count, usual, volume, reasons } = jump!;
    deepStrictEqual([from, to], [START + BURST * 60, START + BURST * 60 + 60]);
    deepStrictEqual([count, usual, volume], [34, 4, true]);
    deepStrictEqual(
      reasons.words.map(({ kind, term }) => `${kind}:${term}`).sort(),
      ["hashtag:flood", "mention:bob", "negative:terrible"],
    );
    const [site] = reasons.sites;
    deepStrictEqual([site!.term, site!.before], ["flood.example", 0]);
    deepStrictEqual(reasons.repeated, {
      text: "What a terrible #flood",
      source: "file",
      count: 19,
    });
    strictEqual(reasons.examined, 33);
    strictEqual(reasons.authors!.authors, 7);
  });

  Deno.test(`readJumps() on ${name} finds no jump right after an interruption`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    await storeBatch(db, stream, entries());
    const from = START + (BURST - 2) * 60;
    const to = START + BURST * 60 - 1;
    const outage = { from, to, sources: ["x:"], reasons: ["no answer"] };
    const found = await readJumps(
      db.kysely,
      topic,
      search({ gaps: [], outages: [outage] }),
    );
    deepStrictEqual(found, []);
  });
});

const DAYS = 200;

/** Rows of 100,000 posts over 200 days, of which each fortieth is busy. */
async function fill(db: Kysely<Tables>, stream: number): Promise<void> {
  const post = {
    ...{ stream, topic_id: 1, source: "file", lang: "en" },
    ...{
      received_ms: NOON,
      text: "good news #sea https://a.example/",
      url: null,
    },
    ...{ score: 3, positive: 1, negative: 0 },
  };
  let seq = 0;
  for (let hour = 0; hour < DAYS * 24; hour++) {
    const t = START + hour * 3_600;
    const posts = hour % (40 * 24) >= 39 * 24 ? 86 : 19;
    const rows = Array.from({ length: posts }, (_, i) => ({
      ...{ ...post, seq: ++seq, log_seq: seq, ext_id: `p${seq}` },
      ...{ author: `a${i}`, created_ms: t * 1_000 + i },
    }));
    await insertRows(db, "posts", rows);
    const counts = { posts, positive: posts, negative: 0, neutral: 0 };
    const bucket = { topic_id: 1, t, ...counts, score: 3 * posts };
    const squares = 9 * posts;
    await insertRows(db, "buckets", [
      { ...bucket, step: 60, squares },
      { ...bucket, step: 3_600, squares },
    ]);
    if (hour % (40 * 24) < 36 * 24) continue; // far from busy days, no terms are read
    const terms = Array.from({ length: 2 * posts }, (_, i) => ({
      ...{ topic_id: 1, step: 3_600, t, kind: "hashtag", count: 1 },
      term: `tag${i} of ${hour % 100}`,
    }));
    await insertRows(db, "terms", terms);
  }
}

Deno.test("readJumps() takes at most 100 ms of a processor at 100,000 posts", async () => {
  await using store = await openSqliteStore();
  const { db, stream, topics: [topic] } = store;
  await db.kysely.transaction().execute((trx) => fill(trx, stream));
  const range = { from: START, to: START + DAYS * 86_400, step: 86_400 };
  let least = Infinity;
  for (let i = 0; i < 8; i++) {
    const began = cpuUsage();
    const found = await readJumps(db.kysely, topic, {
      ...{ ...search(), ...range },
      nowMs: range.to * 1_000,
    });
    const { user, system } = cpuUsage(began);
    least = Math.min(least, (user + system) / 1_000);
    ok(found.length >= 4, `${found.length} jumps`);
  }
  ok(least <= 100, `${least.toFixed(0)} ms`);
});
