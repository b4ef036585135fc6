import { sql } from "kysely";
import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { audit } from "../db/audit/audit.ts";
import type { Database } from "../db/connection/database.ts";
import { openMysql } from "../db/connection/mysql.ts";
import { openDatabase } from "../db/open.ts";
import { prunePosts } from "../db/write/prune.ts";
import {
  addSession,
  deleteSession,
  hasSession,
} from "../db/records/sessions.ts";
import { createSourceRecords } from "../db/records/sources.ts";
import { createHandleStore } from "../db/records/handles.ts";
import { createSpendStore } from "../db/records/spending.ts";
import { storeBatch } from "../db/write/store_batch.ts";
import { rescoreTopicSlice } from "../db/write/rescore_topics.ts";
import { findStream } from "../db/write/streams.ts";
import { addTopic, changeTopic, removeTopic } from "../db/write/topics.ts";
import { parseQuery } from "../domain/query/parse.ts";
import { Feed } from "../live/feed.ts";
import { openStore } from "../start/database.ts";
import { createLiveReads, createState } from "../start/web/state.ts";
import { type OwnMysqlServer, startMysqlServer } from "./support/mysql.ts";
import { sourceState } from "./support/pipeline.ts";
import {
  deleteEntry,
  editEntry,
  NOON,
  postEntry,
  seedStore,
  skipEntry,
} from "./support/store.ts";

const ROLES = ["ingest", "persist", "web"] as const;
const CHECKPOINT = { source: "demo:", position: "9" };

let server: OwnMysqlServer;

const urlFor = (user: string) =>
  `mysql://${user}:${user}@127.0.0.1:${server.port}/freshet`;

Deno.test.beforeAll(async () => {
  server = await startMysqlServer();
  await server.run("create database freshet");
  await (await openDatabase(
    `mysql://root@127.0.0.1:${server.port}/freshet`,
  ))[Symbol.asyncDispose]();
  const { stdout } = await new Deno.Command("sh", {
    args: [new URL("../deploy/mysql_users.sh", import.meta.url).pathname],
    env: Object.fromEntries(
      ROLES.map((role) => [`MYSQL_${role.toUpperCase()}_PASSWORD`, role]),
    ),
  }).output();
  const statements = new TextDecoder().decode(stdout).trim().split("\n");
  for (const statement of statements) await server.run(statement);
  await using owner = openMysql(
    `mysql://root@127.0.0.1:${server.port}/freshet`,
  );
  await seedStore(owner);
});

Deno.test.afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

/** Stores a message of each kind, as persist does. */
async function storeAll(db: Database, created: string): Promise<void> {
  const { stream } = await findStream(db, "POSTS", created);
  const terms = [{ kind: "positive" as const, term: "good" }];
  const entries = [
    postEntry(1, { checkpoint: CHECKPOINT, terms }),
    postEntry(2, { extId: "p1" }),
    postEntry(3, { topicId: 2, terms }),
    skipEntry(4, { checkpoint: { ...CHECKPOINT, position: "10" } }),
    postEntry(5, { terms, createdMs: NOON + 120_000 }),
  ];
  await storeBatch(db, stream, entries);
  await storeBatch(db, stream, [
    editEntry(6, "p1", { text: "good and better" }),
    deleteEntry(7, "p3"),
    editEntry(8, "p5", { text: "bad" }),
  ]);
}

Deno.test("the database's user persist may store all that comes, delete what is old, and audit", async () => {
  await using db = await openStore({
    databaseUrl: urlFor("persist"),
    topics: [],
  }, {
    seed: false,
  });
  await storeAll(db, "2026-01-01T00:00:00Z");
  const { log } = await audit(db);
  deepStrictEqual(log.map(({ gaps, doubles }) => [...gaps, ...doubles]), [
    [],
    [],
  ]);
  deepStrictEqual(await prunePosts(db, Date.now()), 3);
});

Deno.test("the database's user ingest may keep all that it does of sources", async () => {
  await using db = await openStore({
    databaseUrl: urlFor("ingest"),
    topics: [],
  });
  const records = createSourceRecords(db);
  ok(await records.movePosition("x:", null, "1"));
  ok(await records.movePosition("x:", "1", "2"));
  await records.writeRecord(sourceState("x:"));
  await records.writeRecord(sourceState("x:"));
  const id = await records.openGap({ source: "x:", fromMs: NOON, why: "away" });
  await records.changeGap(id, { fromMs: NOON - 1, why: "gone" });
  await records.closeGap(id, { toMs: NOON + 1, recovered: false });
  await records.readOpenGap("x:");
  await records.readRecord("x:");
  await records.readLastReceived("2026-01-01T00:00:00Z");
  await records.findIds("file", ["p1"]);
  await records.hasPrefix("file", "p");
  const handles = createHandleStore(db);
  await handles.write([{ did: "did:plc:a", handle: "a.example", seenMs: 1 }]);
  await handles.write([{ did: "did:plc:a", handle: "b.example", seenMs: 2 }]);
  await handles.recentAuthors();
  await handles.remove(["did:plc:a"]);
  const spending = createSpendStore(db);
  deepStrictEqual(await spending.count("x:", 9, ["1", "2"]), 2);
  deepStrictEqual(await spending.count("x:", 11, ["1"]), 1);
});

Deno.test("the database's user web may read all that pages show, and change topics and sessions", async () => {
  await using persist = openMysql(urlFor("persist"));
  await storeAll(persist, "2026-01-02T00:00:00Z");
  await using db = openMysql(urlFor("web"));
  const reads = createLiveReads(db);
  using feed = new Feed(reads, { pollMs: 1_000 });
  const state = createState(db, {
    feed,
    readMetrics: () => Promise.resolve(""),
    readBanner: () => null,
    source: "JetStream",
    log: () => {},
  });
  const range = { from: NOON / 1_000 - 3_600, to: NOON / 1_000 + 3_600 };
  deepStrictEqual(await state.findUnready(), []);
  await state.listTopics();
  await state.readExtent("trump");
  await state.readSeries("trump", range, 10);
  await state.readSourceSeries("trump", range, 60);
  await state.readInterruptions(range);
  await state.readPipeline();
  await state.readTerms("trump", range, "positive", 5);
  await state.compareTerms("trump", range, "positive", 5);
  await state.readPosts("trump", { limit: 5, q: "good" });
  await Array.fromAsync(state.exportPosts("trump", range));
  await state.readSnapshot();
  await reads.readSnapshot();
  await reads.readChanges(0);
  await state.admin.test(parseQuery("good"));
  await state.checks.start("trump", range, { size: 50, topicPosts: 2 });
  const { newest } = await state.checks.readNewest("trump");
  const label = { reader: "a", label: "skip", createdMs: 1 } as const;
  const post = { checkId: newest!.id, place: 0 };
  ok(await state.checks.label("trump", post, label));
  ok(await state.checks.label("trump", post, label));
  await storeBatch(persist, 1, [deleteEntry(9, "p2")]);
  await state.checks.takeBack("trump", newest!.id, "a");
  await state.checks.remove("trump", newest!.id);
  await state.checks.start("trump", range, { size: 50, topicPosts: 2 });

  await addTopic(db, { slug: "tea", query: "tea" });
  await changeTopic(db, "tea", { query: "tea OR coffee" });
  await changeTopic(db, "tea", { ignored: ["top"] });
  ok(await rescoreTopicSlice(persist, { nowMs: Date.now() + 120_000 }));
  await changeTopic(db, "tea", { ignored: [] });
  await removeTopic(db, "tea");
  deepStrictEqual(await removeTopic(db, "trump", { purge: true }), {
    posts: 2,
  });
  const session = { id: "a", address: "::1", createdMs: 1, endsMs: 9 };
  await addSession(db.kysely, session);
  ok(await hasSession(db.kysely, "a", 2));
  ok(await deleteSession(db.kysely, "a"));
});

/** What a user may not do, though it could be of use to who takes a container over. */
const REFUSED: Readonly<Record<typeof ROLES[number], readonly string[]>> = {
  ingest: [
    "insert into posts (seq) values (1)",
    "delete from posts",
    "select * from sessions",
    "update topics set query = 'x'",
    "update meta set value = 'x'",
  ],
  persist: [
    "update topics set query = 'x'",
    "delete from topics",
    "select * from sessions",
    "insert into gaps (source) values ('x')",
    "select * from spending",
    "insert into labels (check_id) values (1)",
  ],
  web: [
    "insert into posts (seq) values (1)",
    "update posts set text = 'x'",
    "delete from skipped",
    "update checkpoints set position = 'x'",
    "delete from gaps",
    "select * from billed",
    "update checks set topic_id = 2",
  ],
};

for (const role of ROLES) {
  Deno.test(`the database's user ${role} may do nothing else`, async () => {
    await using db = openMysql(urlFor(role));
    const always = [
      "drop table posts",
      "create table other (a int)",
      "alter table posts add column other int",
      "select * from mysql.user",
      "create user other",
      "select 1 into outfile '/tmp/freshet_other'",
    ];
    for (const statement of [...REFUSED[role], ...always]) {
      await rejects(
        sql.raw(statement).execute(db.kysely),
        /denied/i,
        statement,
      );
    }
  });
}
