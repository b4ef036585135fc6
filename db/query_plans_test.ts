import { deepStrictEqual, ok } from "node:assert/strict";
import { CompiledQuery, type KyselyPlugin } from "kysely";
import {
  deleteEntry,
  openSqliteStore,
  postEntries,
  postEntry,
  type TestStore,
} from "../tests/support/store.ts";
import type { Database } from "./database.ts";
import { exportPosts } from "./export_posts.ts";
import { findStream } from "./find_stream.ts";
import { listTopics } from "./list_topics.ts";
import { prunePosts } from "./prune_posts.ts";
import { readChanges } from "./read_changes.ts";
import { readExtent } from "./read_extent.ts";
import { readPosts } from "./read_posts.ts";
import { readSeries } from "./read_series.ts";
import { readTerms } from "./read_terms.ts";
import { readTotals } from "./read_totals.ts";
import { storeBatch } from "./store_batch.ts";

/** Small tables, of which all is wanted, and what statements make themselves. */
const MAY_BE_SCANNED = /^SCAN (topics|streams|parts|\d+-ROW VALUES CLAUSE)\b/;

type Ask = (db: Database, store: TestStore) => Promise<unknown>;

const RANGE = { from: 1_769_860_000, to: 1_769_870_000 };

const CASES: Record<string, [ask: Ask, plans: RegExp[]]> = {
  "readChanges()": [
    ({ kysely }) => readChanges(kysely, 0, { limit: 5 }),
    [/posts USING INTEGER PRIMARY KEY/, /posts USING .*posts_deleted/],
  ],
  "readPosts()": [
    ({ kysely }, { topics }) => readPosts(kysely, topics[0], { limit: 50 }),
    [/posts USING INDEX posts_by_topic \(topic_id=\?\)/],
  ],
  "readPosts() with every filter": [
    ({ kysely }, { topics }) =>
      readPosts(kysely, topics[0], {
        q: "post",
        sentiment: "neutral",
        before: 9,
        limit: 50,
      }),
    [/posts USING INDEX posts_by_topic \(topic_id=\? AND seq<\?\)/],
  ],
  "exportPosts()": [
    ({ kysely }, { topics }) =>
      Array.fromAsync(exportPosts(kysely, topics[0], RANGE)),
    [/posts USING INDEX posts_by_topic \(topic_id=\? AND seq>\?\)/],
  ],
  "readSeries()": [
    ({ kysely }, { topics }) => readSeries(kysely, topics[0], RANGE, 60),
    [/buckets USING PRIMARY KEY \(topic_id=\? AND step=\? AND t>\? AND t<\?\)/],
  ],
  "readTotals()": [
    ({ kysely }) => readTotals(kysely, 1),
    [/buckets USING PRIMARY KEY \(topic_id=\? AND step=\?\)/],
  ],
  "readExtent()": [
    ({ kysely }) => readExtent(kysely, 1),
    [/buckets USING PRIMARY KEY \(topic_id=\? AND step=\?\)/],
  ],
  "readTerms()": [
    ({ kysely }) => readTerms(kysely, { topicId: 1, kind: "lang", ...RANGE }),
    [/terms USING PRIMARY KEY \(topic_id=\? AND step=\? AND t>\? AND t<\?\)/],
  ],
  "listTopics()": [
    ({ kysely }) => listTopics(kysely),
    [/posts USING COVERING INDEX posts_by_time/, /buckets USING PRIMARY KEY/],
  ],
  "findStream()": [
    (db) => findStream(db, "test", "2026-01-01"),
    [/streams USING .*INDEX/, /posts USING .*INDEX/, /skipped USING .*INDEX/],
  ],
  "storeBatch()": [
    (db, { stream }) =>
      storeBatch(db, stream, [
        postEntry(101, { checkpoint: { source: "file:a", position: "1" } }),
        deleteEntry(102, "p3"),
      ]),
    [
      /posts USING .*INDEX .*\(stream=\? AND log_seq=\?\)/,
      /skipped USING .*INDEX .*\(stream=\? AND log_seq=\?\)/,
      /posts USING .*INDEX .*\(topic_id=\? AND source=\? AND ext_id=\?\)/,
      /skipped USING INDEX skipped_about/,
    ],
  ],
  "prunePosts()": [
    (db) => prunePosts(db, 2_000_000_000_000),
    [
      /posts USING .*INDEX .*\(stream=\?/,
      /skipped USING .*INDEX .*\(stream=\?/,
    ],
  ],
};

for (const [name, [ask, plans]] of Object.entries(CASES)) {
  Deno.test(`${name} reads no table from end to end`, async () => {
    await using store = await openSqliteStore();
    const { db, stream } = store;
    await storeBatch(db, stream, postEntries(1, 100));
    const details = await plan(db, (spied) => ask(spied, store));
    const scans = details.filter((detail) => detail.startsWith("SCAN"));
    deepStrictEqual(scans.filter((one) => !MAY_BE_SCANNED.test(one)), []);
    for (const expected of plans) {
      ok(details.some((one) => expected.test(one)), `${expected}: ${details}`);
    }
  });
}

/** SQLite's plans for all queries that `ask` makes. */
async function plan(
  db: Database,
  ask: (db: Database) => Promise<unknown>,
): Promise<string[]> {
  const executor = db.kysely.getExecutor();
  const compiled: CompiledQuery[] = [];
  const spy: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      compiled.push(executor.compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  await ask({ ...db, kysely: db.kysely.withPlugin(spy) });
  const details: string[] = [];
  for (const { sql, parameters } of compiled) {
    const { rows } = await db.kysely.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
    );
    details.push(...rows.map(({ detail }) => detail));
  }
  return details;
}
