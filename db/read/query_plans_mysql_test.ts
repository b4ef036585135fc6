import { CompiledQuery, type KyselyPlugin, sql } from "kysely";
import { deepStrictEqual, ok } from "node:assert/strict";
import {
  openMysqlStore,
  sharedMysqlServer,
} from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  editEntry,
  postEntries,
  postEntry,
  skipEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import type { Database } from "../connection/database.ts";
import { readChanges, readMissed } from "./changes.ts";
import { readPipeline } from "./pipeline.ts";
import { readNewestPosts, readPosts } from "./posts.ts";
import { exportPosts } from "../search/export.ts";
import { findPosts } from "../search/search.ts";
import { readSeries, readSourceSeries, readTotals } from "./series.ts";
import { listTopics } from "./snapshot.ts";
import { compareTerms, readTerms } from "./terms.ts";
import { findStoredIds, hasIdPrefix } from "../write/deletions.ts";
import { prunePosts } from "../write/prune.ts";
import { storeBatch } from "../write/store_batch.ts";
import { findStream } from "../write/streams.ts";
import { addTopic, removeTopic } from "../write/topics.ts";

const server = sharedMysqlServer();

type Ask = (db: Database, store: TestStore) => Promise<unknown>;

const RANGE = { from: 1_769_860_000, to: 1_769_870_000 };

/** Small tables, of which all is wanted. */
const MAY_BE_SCANNED = new Set(
  [
    ...["topics", "rescorings", "streams", "meta", "checkpoints"],
    ...["checks", "check_posts"],
  ],
);

const OF_TOPIC = /^posts (posts_by_topic|posts_by_time|topic_id)$/;

/** Each query, and the indexes that it must use on large tables. The second topic is rare. */
const CASES: Record<string, [ask: Ask, keys: RegExp[]]> = {
  "readChanges()": [
    ({ kysely }) => readChanges(kysely, 2_900, { limit: 5 }),
    [/^posts PRIMARY$/, /^posts posts_deleted$/, /^posts posts_edited$/],
  ],
  "readMissed() of a topic": [
    ({ kysely }) => readMissed(kysely, "trump", { after: 2_800, last: 2_990 }),
    [
      /^posts (PRIMARY|posts_by_topic)$/,
      /^posts posts_deleted$/,
      /^posts posts_edited$/,
    ],
  ],
  "readNewestPosts()": [
    ({ kysely }) => Array.fromAsync(readNewestPosts(kysely, 10)),
    [/^posts PRIMARY$/],
  ],
  "readPipeline()": [
    ({ kysely }) => readPipeline(kysely),
    [/^skipped skipped_by_reason$/],
  ],
  "findStoredIds()": [
    ({ kysely }) => findStoredIds(kysely, "file", ["p1", "p2", "no"]),
    [/^posts topic_id$/],
  ],
  "hasIdPrefix()": [
    ({ kysely }) => hasIdPrefix(kysely, "file", "p29"),
    [/^posts topic_id$/],
  ],
  "removeTopic() of a rare topic": [
    (db) => removeTopic(db, "climate", { purge: true }),
    [OF_TOPIC, /^buckets PRIMARY$/, /^terms PRIMARY$/],
  ],
  "readPosts()": [
    ({ kysely }, { topics }) => readPosts(kysely, topics[0], 50),
    [/^posts posts_by_time$/],
  ],
  "readPosts() of a rare topic": [
    ({ kysely }, { topics }) => readPosts(kysely, topics[1], 50),
    [/^posts posts_by_time$/],
  ],
  "findPosts() of a rare topic with every filter": [
    ({ kysely }, { topics }) =>
      findPosts(kysely, topics[1], {
        q: "pöst",
        sentiment: "neutral",
        lang: "en",
        term: { kind: "link", term: "example.com" },
        before: { seq: 2_000 },
        after: 1,
        limit: 50,
      }),
    [/^posts posts_by_topic$/],
  ],
  "findPosts()": [
    ({ kysely }, { topics }) => findPosts(kysely, topics[0], { limit: 50 }),
    [/^posts posts_by_time$/],
  ],
  "findPosts() of a time": [
    ({ kysely }, { topics }) =>
      findPosts(kysely, topics[0], {
        ...RANGE,
        before: { seq: 2_000, createdMs: 1_769_860_900_000 },
        limit: 50,
      }),
    [/^posts posts_by_time$/],
  ],
  "compareTerms()": [
    ({ kysely }) =>
      compareTerms(kysely, { topicId: 1, kind: "lang", ...RANGE }),
    [/^terms PRIMARY$/],
  ],
  "exportPosts() of a rare topic": [
    ({ kysely }, { topics }) =>
      Array.fromAsync(exportPosts(kysely, topics[1], RANGE)),
    [OF_TOPIC],
  ],
  "readSeries()": [
    ({ kysely }, { topics }) => readSeries(kysely, topics[0], RANGE, 60),
    [/^b PRIMARY$/],
  ],
  "readSourceSeries()": [
    ({ kysely }, { topics }) => readSourceSeries(kysely, topics[0], RANGE, 60),
    [/^b PRIMARY$/, /^s PRIMARY$/],
  ],
  "readTotals()": [({ kysely }) => readTotals(kysely, 1), [
    /^buckets PRIMARY$/,
  ]],
  "readTerms()": [
    ({ kysely }) => readTerms(kysely, { topicId: 1, kind: "lang", ...RANGE }),
    [/^terms PRIMARY$/],
  ],
  "listTopics()": [
    ({ kysely }) => listTopics(kysely),
    [/^posts posts_by_time$/, /^buckets PRIMARY$/],
  ],
  "findStream()": [
    (db) => findStream(db, "test", "2026-01-01"),
    [/^streams name$/],
  ],
  "storeBatch()": [
    (db, { stream }) =>
      storeBatch(db, stream, [
        postEntry(4_001, { checkpoint: { source: "file:a", position: "1" } }),
        postEntry(4_002),
        deleteEntry(4_003, "p3"),
        deleteEntry(4_004, "p299", { isPrefix: true }),
        editEntry(4_005, "p5", { text: "good", lang: "de" }),
      ]),
    [/^posts stream$/, /^posts topic_id$/, /^skipped skipped_about$/],
  ],
  "prunePosts()": [(db) => prunePosts(db, 0), [
    /^posts stream$/,
    /^skipped PRIMARY$/,
  ]],
  "the older dashboard's newest time": [
    ({ kysely }) => sql`SELECT MAX(timestamp) FROM Messages`.execute(kysely),
    [],
  ],
  "the older dashboard's posts": [
    ({ kysely }) =>
      sql`SELECT * FROM Messages WHERE NOT (data LIKE '%http%')
        ORDER BY timestamp DESC LIMIT 5`.execute(kysely),
    [/^posts posts_by_timestamp$/],
  ],
};

for (const [name, [ask, keys]] of Object.entries(CASES)) {
  Deno.test(`${name} reads no table of MariaDB from end to end`, async () => {
    await using store = await openMysqlStore(server());
    const { db, stream } = store;
    const terms = [{ kind: "lang", term: "en" }] as const;
    const { id: topicId } = await addTopic(db, { slug: "old", query: "old" });
    const { stream: older } = await findStream(db, "test", "older");
    const old = postEntries(1, 3_000, { topicId, source: "x", terms });
    await storeBatch(db, older, old);
    await storeBatch(db, stream, [
      ...postEntries(1, 3, { topicId: 2, terms }),
      ...postEntries(4, 3_000, { terms }),
      ...Array.from({ length: 999 }, (_, i) => skipEntry(3_001 + i)),
      deleteEntry(4_000, "p2999"),
    ]);
    await sql`analyze table posts, skipped, buckets, terms`.execute(db.kysely);
    const plans = await explain(db, (spied) => ask(spied, store));
    const scans = plans.filter(({ table, type, rows, key }) =>
      (type === "ALL" || type === "index") && !MAY_BE_SCANNED.has(table) &&
      !table.startsWith("<") && key !== "skipped_by_reason" &&
      !(key === "posts_by_timestamp" && rows <= 5)
    );
    deepStrictEqual(scans, []);
    for (const key of keys) {
      const used = plans.map((plan) => `${plan.table} ${plan.key}`);
      ok(used.some((one) => key.test(one)), `${key}: ${used}`);
    }
  });
}

interface Plan {
  readonly table: string;
  readonly type: string;
  readonly key: string | null;
  readonly rows: number;
}

/** MariaDB's plans for all queries that `ask` makes. */
async function explain(
  db: Database,
  ask: (db: Database) => Promise<unknown>,
): Promise<Plan[]> {
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
  const plans: Plan[] = [];
  for (const { sql: query, parameters } of compiled) {
    if (!/^\s*(select|update|delete)/i.test(query)) continue;
    const { rows } = await db.kysely.executeQuery<Partial<Plan>>(
      CompiledQuery.raw(`explain ${query}`, [...parameters]),
    );
    for (const { table, type, key, rows: count } of rows) {
      if (!table || !type) continue; // there is nothing to read
      plans.push({ table, type, key: key ?? null, rows: Number(count) });
    }
  }
  return plans;
}
