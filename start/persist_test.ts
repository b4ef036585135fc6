import { deepStrictEqual, ok } from "node:assert/strict";
import type { Database } from "../db/connection/database.ts";
import { openDatabase } from "../db/open.ts";
import { findStream } from "../db/write/streams.ts";
import { seedTopics } from "../db/write/topics.ts";
import { forEachDatabase } from "../tests/support/mysql.ts";
import { openSqliteStore, readRows } from "../tests/support/store.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import type { Delivery } from "../workers/broker/broker.ts";
import { encodeMessage } from "../workers/broker/message.ts";
import { persist } from "../workers/persist/persist.ts";
import { createStore } from "./persist.ts";

/** A post of a topic as the log delivers it. */
function deliver(logSeq: number, topic: string): Delivery {
  const data = encodeMessage({
    receivedMs: 0,
    checkpoint: null,
    id: `p${logSeq}`,
    createdMs: 0,
    text: "hi",
    lang: "en",
    author: null,
    url: null,
  });
  return { logSeq, subject: `posts.${topic}.file`, data, ack() {} };
}

const { signal } = new AbortController();

Deno.test("createStore() lets posts wait until a new database has its topics", async () => {
  await using folder = await temporaryFolder();
  await using db = await openDatabase(`sqlite:${folder.path}/new.db`);
  const { stream } = await findStream(db, "test", "");
  const failures: string[] = [];
  await persist(
    ReadableStream.from([[deliver(1, "trump"), deliver(2, "trump")]]),
    createStore(db, stream),
    {
      signal,
      retryMs: 1,
      onFailed(error) {
        failures.push((error as Error).name);
        if (failures.length === 2) {
          void seedTopics(db, [{ slug: "trump", query: "trump" }]);
        }
      },
    },
  );
  deepStrictEqual(failures.slice(0, 2), ["NoTopicsError", "NoTopicsError"]);
  const { posts, skipped } = await readRows(db.kysely);
  deepStrictEqual(posts.map(({ log_seq }) => log_seq), [1, 2]);
  deepStrictEqual(skipped, []);
});

Deno.test("createStore() makes posts of skipped ones when they are stored again and their topic is known", async () => {
  await using store = await openSqliteStore();
  const { db, stream } = store;
  const log = () => ReadableStream.from([[deliver(1, "late")]]);
  await persist(log(), createStore(db, stream), { signal });
  deepStrictEqual((await readRows(db.kysely)).skipped.length, 1);
  await db.kysely.insertInto("topics").values({
    ...{ id: 3, slug: "late", query: "late", color: "#000000" },
    ...{ active: 1, created_ms: 0 },
  }).execute();
  await persist(log(), createStore(db, stream), { signal });
  const { posts, skipped } = await readRows(db.kysely);
  deepStrictEqual(posts.map(({ topic_id }) => topic_id), [3]);
  deepStrictEqual(skipped, []);
});

Deno.test("createStore() lets posts wait while a new database is being made", async () => {
  await using store = await openSqliteStore();
  const { db, stream } = store;
  const { kysely } = db;
  await kysely.deleteFrom("counters").execute();
  const failures: unknown[] = [];
  await persist(
    ReadableStream.from([[deliver(1, "trump")]]),
    createStore(db, stream),
    {
      signal,
      retryMs: 1,
      onFailed(error) {
        if (failures.push(error) > 1) return;
        void kysely.insertInto("counters").values({ name: "seq", value: 0 })
          .execute();
      },
    },
  );
  deepStrictEqual((await readRows(kysely)).posts.length, 1);
  ok(failures.length > 0);
});

/** What is left of a database that another, new one replaced. */
async function replace({ kysely }: Database): Promise<void> {
  const tables = ["posts", "skipped", "streams", "topics", "tracked"] as const;
  for (const table of tables) {
    await kysely.deleteFrom(table).execute();
  }
  await kysely.updateTable("meta").set({ value: crypto.randomUUID() })
    .where("name", "=", "epoch").execute();
}

forEachDatabase((name, open) => {
  Deno.test(`createStore() on ${name} stores in a database that replaced the one before, by its own numbers`, async () => {
    await using store = await open();
    const { db } = store;
    const find = async (firstSeq: number) =>
      (await findStream(db, "log", "", { firstSeq })).stream;
    const first = await find(1);
    const isStored = Promise.withResolvers<void>();

    async function* batches() {
      yield [deliver(1, "trump"), deliver(2, "climate")];
      await isStored.promise;
      await replace(db);
      for (const other of ["a", "b", "c"]) await findStream(db, other, "");
      await seedTopics(db, [
        { slug: "climate", query: "climate" },
        { slug: "trump", query: "trump" },
      ]);
      yield [deliver(3, "trump"), deliver(4, "climate")];
    }
    await persist(batches(), createStore(db, first, find), {
      signal,
      onStored: () => isStored.resolve(),
    });
    const { posts, skipped } = await readRows(db.kysely);
    deepStrictEqual(
      posts.map(({ log_seq, topic_id }) => [log_seq, topic_id]),
      [[3, 2], [4, 1]],
    );
    deepStrictEqual(skipped, []);
    const { name: log, pruned_seq } = await db.kysely.selectFrom("streams")
      .selectAll().where("stream", "=", posts[0]!.stream)
      .executeTakeFirstOrThrow();
    deepStrictEqual([log, pruned_seq], ["log", 2]);
  });
});
