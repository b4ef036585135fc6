import { HttpError } from "fresh";
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { storeBatch } from "../db/write/store_batch.ts";
import { parseQuery } from "../domain/query/parse.ts";
import { MAX_TOPICS } from "../domain/topic/track.ts";
import {
  openSqliteStore,
  postEntry,
  type TestStore,
} from "../tests/support/store.ts";
import { createTopicAdmin } from "./admin.ts";

/** What may be done with a database, and how often it told of a change. */
function setUp({ db, connect }: TestStore) {
  const told = { changes: 0 };
  const admin = createTopicAdmin(db, {
    reader: connect(),
    token: "secret",
    onChange: () => void told.changes++,
  });
  return { admin, told };
}

Deno.test("createTopicAdmin() adds, changes and removes a topic, and tells of each", async () => {
  await using store = await openSqliteStore();
  const { admin, told } = setUp(store);
  const added = await admin.add({ slug: "cat", query: "cat" });
  deepStrictEqual({ ...added, color: "" }, {
    slug: "cat",
    query: "cat",
    color: "",
    active: true,
    posts: 0,
    lastPostAt: null,
  });
  const changed = await admin.change("cat", { query: "dog", active: false });
  deepStrictEqual(changed, { ...added, query: "dog", active: false });
  const [topic] = store.topics;
  const entries = [1, 2].map((n) => postEntry(n, { topicId: topic.id }));
  await storeBatch(store.db, store.stream, entries);
  deepStrictEqual(await admin.remove("trump", { purge: false }), { posts: 2 });
  strictEqual(told.changes, 3);
  deepStrictEqual(await admin.remove("trump", { purge: true }), { posts: 2 });
});

Deno.test("createTopicAdmin() says with which status it cannot be done", async () => {
  await using store = await openSqliteStore();
  const { admin } = setUp(store);
  const refused: [Promise<unknown>, HttpError["status"], RegExp][] = [
    [admin.add({ slug: "trump", query: "x" }), 409, /"trump"/],
    [admin.change("../x", { active: true }), 404, /"\.\.\/x"/],
    [admin.remove("x", { purge: true }), 404, /"x"/],
  ];
  for (const [work, status, message] of refused) {
    await rejects(work, { name: "HttpError", status, message });
  }
});

Deno.test("createTopicAdmin() adds no more topics than there may be", async () => {
  await using store = await openSqliteStore();
  const { admin } = setUp(store);
  const rows = Array.from({ length: MAX_TOPICS - 2 }, (_, i) => ({
    slug: `t${i}`,
    query: "x",
    color: "#000000",
    active: 1,
    created_ms: 0,
  }));
  for (let i = 0; i < rows.length; i += 100) {
    await store.db.kysely.insertInto("topics").values(rows.slice(i, i + 100))
      .execute();
  }
  await rejects(admin.add({ slug: "one-more", query: "x" }), {
    status: 409,
    message: /1000/,
  });
});

Deno.test("createTopicAdmin() tries a query on what is stored", async () => {
  await using store = await openSqliteStore();
  const entries = [1, 2, 3].map((n) =>
    postEntry(n, { text: n === 2 ? "a cat" : "a dog" })
  );
  await storeBatch(store.db, store.stream, entries);
  const { admin } = setUp(store);
  const { matched, of, examples } = await admin.test(parseQuery("cat"));
  deepStrictEqual([matched, of, examples.map(({ id }) => id)], [1, 3, ["p2"]]);
});
