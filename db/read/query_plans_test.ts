import { CompiledQuery, type KyselyPlugin } from "kysely";
import { deepStrictEqual, ok } from "node:assert/strict";
import {
  deleteEntry,
  editEntry,
  NOON,
  openSqliteStore,
  postEntry,
  scoredEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import type { Database } from "../connection/database.ts";
import { readChanges, readMissed } from "./changes.ts";
import { readPipeline } from "./pipeline.ts";
import { readNewestPosts, readPosts } from "./posts.ts";
import { exportPosts } from "../search/export.ts";
import { findPosts } from "../search/search.ts";
import {
  readExtent,
  readSeries,
  readSourceSeries,
  readTotals,
} from "./series.ts";
import { listTopics } from "./snapshot.ts";
import { compareTerms, readTerms } from "./terms.ts";
import { findStoredIds, hasIdPrefix } from "../write/deletions.ts";
import { prunePosts } from "../write/prune.ts";
import { createSourceRecords, readGaps } from "../records/sources.ts";
import { storeBatch } from "../write/store_batch.ts";
import { findStream } from "../write/streams.ts";
import { removeTopic } from "../write/topics.ts";
import { createSpendStore } from "../records/spending.ts";

/** Small tables, of which all is wanted, and what statements make themselves. */
const MAY_BE_SCANNED =
  /^SCAN (topics|rescorings|streams|checkpoints|checks|check_posts|parts|newest|skipped USING COVERING INDEX skipped_by_reason|CONSTANT ROW|\d+-ROW VALUES CLAUSE)\b/;

/** All that is counted of a topic, over all times. */
const WHOLE_TOPIC = /^SEARCH terms USING PRIMARY KEY \(topic_id=\?\)/;

type Ask = (db: Database, store: TestStore) => Promise<unknown>;

const RANGE = { from: 1_769_860_000, to: 1_769_870_000 };

const PREFIX =
  /posts USING .*INDEX .*\(topic_id=\? AND source=\? AND ext_id>\? AND ext_id<\?\)/;

const CASES: Record<string, [ask: Ask, plans: RegExp[]]> = {
  "readChanges()": [
    ({ kysely }) => readChanges(kysely, 0, { limit: 5 }),
    [
      /posts USING INTEGER PRIMARY KEY/,
      /posts USING .*posts_deleted/,
      /posts USING .*posts_edited/,
      /edits USING PRIMARY KEY \(seq>\? AND seq<\?\)/,
    ],
  ],
  "readMissed() of a topic": [
    ({ kysely }) => readMissed(kysely, "trump", { after: 1, last: 9 }),
    [
      /posts USING .*INDEX .*\(topic_id=\? AND seq>\? AND seq<\?\)/,
      /posts USING .*posts_deleted/,
      /posts USING .*posts_edited/,
    ],
  ],
  "readNewestPosts()": [
    ({ kysely }) => Array.fromAsync(readNewestPosts(kysely, 10)),
    [/posts USING INTEGER PRIMARY KEY/],
  ],
  "readPipeline()": [({ kysely }) => readPipeline(kysely), []],
  "findStoredIds()": [
    ({ kysely }) => findStoredIds(kysely, "file", ["p1", "p2"]),
    [/posts USING .*INDEX .*\(topic_id=\? AND source=\? AND ext_id=\?\)/],
  ],
  "hasIdPrefix()": [
    ({ kysely }) => hasIdPrefix(kysely, "file", "p"),
    [PREFIX],
  ],
  "readGaps()": [
    ({ kysely }) => readGaps(kysely, { fromMs: 0, toMs: 9, limit: 9 }),
    [/gaps USING INDEX gaps_by_time/],
  ],
  "readOpenGap()": [
    (db) => createSourceRecords(db).readOpenGap("x:"),
    [/gaps USING INDEX gaps_by_source \(source=\? AND to_ms=\?\)/],
  ],
  "readLastReceived()": [
    (db) => createSourceRecords(db).readLastReceived("2026-01-01"),
    [/posts USING INDEX .*\(stream=\?\)/],
  ],
  "countSpent()": [
    (db) => createSpendStore(db).count("x:", 2, ["1"]),
    [
      /billed USING PRIMARY KEY \(source=\? AND day=\? AND ext_id=\?\)/,
      /billed USING PRIMARY KEY \(source=\? AND day<\?\)/,
    ],
  ],
  "removeTopic()": [
    (db) => removeTopic(db, "trump", { purge: true }),
    [
      /posts USING .*INDEX posts_by_time \(topic_id=\? AND created_ms>\?/,
      /edits USING .*INDEX edits_by_post/,
      /buckets USING PRIMARY KEY \(topic_id=\? AND step=\? AND t>\? AND t<\?\)/,
      /terms USING PRIMARY KEY \(topic_id=\? AND step=\? AND t>\? AND t<\?\)/,
    ],
  ],
  "readPosts()": [
    ({ kysely }, { topics }) => readPosts(kysely, topics[0], 50),
    [/posts USING INDEX posts_by_time \(topic_id=\?\)/],
  ],
  "findPosts() with every filter": [
    ({ kysely }, { topics }) =>
      findPosts(kysely, topics[0], {
        q: "post",
        sentiment: "neutral",
        lang: "en",
        term: { kind: "link", term: "example.com" },
        before: { seq: 9 },
        after: 3,
        limit: 50,
      }),
    [
      /posts USING INDEX posts_by_topic \(topic_id=\? AND seq>\? AND seq<\?\)/,
      /posts USING COVERING INDEX posts_by_topic/,
    ],
  ],
  "findPosts()": [
    ({ kysely }, { topics }) =>
      findPosts(kysely, topics[0], {
        before: { seq: 9, createdMs: NOON + 9_000 },
        limit: 50,
      }),
    [/posts USING INDEX posts_by_time \(topic_id=\? AND created_ms<\?\)$/],
  ],
  "findPosts() before a seq": [
    ({ kysely }, { topics }) =>
      findPosts(kysely, topics[0], { before: { seq: 9 }, limit: 50 }),
    [/posts USING INDEX posts_by_topic \(topic_id=\? AND seq<\?\)/],
  ],
  "findPosts() of a time": [
    ({ kysely }, { topics }) =>
      findPosts(kysely, topics[0], {
        ...RANGE,
        before: { seq: 9, createdMs: NOON + 9_000 },
        limit: 50,
      }),
    [
      /posts USING INDEX posts_by_time \(topic_id=\? AND created_ms>\? AND created_ms<\?\)/,
      /posts USING COVERING INDEX posts_by_time/,
    ],
  ],
  "compareTerms()": [
    async (db, { stream }) => {
      const terms = [{ kind: "lang", term: "en" }] as const;
      await storeBatch(db, stream, [postEntry(300, { terms })]);
      await compareTerms(db.kysely, { topicId: 1, kind: "lang", ...RANGE });
    },
    [
      /terms USING PRIMARY KEY \(topic_id=\? AND step=\? AND t=\? AND kind=\?/,
      /buckets USING PRIMARY KEY \(topic_id=\? AND step=\? AND t>\? AND t<\?\)/,
    ],
  ],
  "exportPosts()": [
    ({ kysely }, { topics }) =>
      Array.fromAsync(exportPosts(kysely, topics[0], RANGE)),
    [
      /posts USING COVERING INDEX posts_by_time \(topic_id=\? AND created_ms>\? AND created_ms<\?\)/,
      /posts USING INTEGER PRIMARY KEY/,
    ],
  ],
  "readSeries()": [
    ({ kysely }, { topics }) => readSeries(kysely, topics[0], RANGE, 60),
    [/b USING PRIMARY KEY \(topic_id=\? AND step=\? AND t>\? AND t<\?\)/],
  ],
  "readSourceSeries()": [
    ({ kysely }, { topics }) => readSourceSeries(kysely, topics[0], RANGE, 60),
    [
      /b USING PRIMARY KEY \(topic_id=\? AND step=\? AND t>\? AND t<\?\)/,
      /s USING PRIMARY KEY \(topic_id=\? AND step=\? AND t=\? AND kind=\?\)/,
    ],
  ],
  "readTotals()": [
    ({ kysely }) => readTotals(kysely, 1),
    [
      /stale_days USING PRIMARY KEY \(topic_id=\? AND t>\? AND t<\?\)/,
      /buckets USING PRIMARY KEY \(topic_id=\? AND step=\? AND t>\? AND t<\?\)/,
    ],
  ],
  "readExtent()": [
    ({ kysely }) => readExtent(kysely, 1),
    [/buckets USING PRIMARY KEY \(topic_id=\? AND step=\?\)/],
  ],
  "readTerms()": [
    ({ kysely }) => readTerms(kysely, { topicId: 1, kind: "lang", ...RANGE }),
    [/terms USING PRIMARY KEY \(topic_id=\? AND step=\? AND t=\? AND kind=\?/],
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
        deleteEntry(103, "p4", { isPrefix: true }),
        editEntry(104, "p5", { text: "good", lang: "de" }),
      ]),
    [
      /posts USING .*INDEX .*\(stream=\? AND log_seq[=>]\?/,
      /skipped USING .*INDEX .*\(stream=\? AND log_seq[=>]\?/,
      /posts USING .*INDEX .*\(topic_id=\? AND source=\? AND ext_id=\?\)/,
      /skipped USING INDEX skipped_about \(about=\?\)/,
      /skipped USING INDEX skipped_about \(about>\? AND about<\?\)/,
      PREFIX,
      /terms USING PRIMARY KEY \(topic_id=\? AND step=\? AND t=\? AND kind=\? AND term=\?\)/,
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
    const text = "#one #two";
    const posts = Array.from(
      { length: 100 },
      (_, i) => scoredEntry(i + 1, { text }),
    );
    await storeBatch(db, stream, posts);
    const details = await plan(db, (spied) => ask(spied, store));
    const scans = details.filter((detail) =>
      detail.startsWith("SCAN") || WHOLE_TOPIC.test(detail)
    );
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
