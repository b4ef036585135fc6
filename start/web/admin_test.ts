import type { HttpError } from "fresh";
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Log } from "../../log.ts";
import { storeBatch } from "../../db/write/store_batch.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import { MAX_TOPICS } from "../../domain/topic/track.ts";
import {
  openSqliteStore,
  postEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import { createTopicAdmin } from "./admin.ts";

const HERE = "192.0.2.1";

/** What may be done with a database, and how often it reported a change. */
function setUpAdmin({ db, connect }: TestStore) {
  const told = { changes: 0 };
  const lines: Parameters<Log>[] = [];
  const admin = createTopicAdmin(db, {
    reader: connect(),
    token: "secret",
    log: (...line) => void lines.push(line),
    onChange: () => void told.changes++,
  });
  return { admin, told, lines };
}

Deno.test("createTopicAdmin() adds, changes and removes a topic, and tells of each", async () => {
  await using store = await openSqliteStore();
  const { admin, told } = setUpAdmin(store);
  const added = await admin.add({ slug: "cat", query: "cat" }, HERE);
  deepStrictEqual({ ...added, color: "" }, {
    slug: "cat",
    query: "cat",
    color: "",
    active: true,
    title: null,
    description: null,
    posts: 0,
    lastPostAt: null,
  });
  const changed = await admin.change(
    "cat",
    { query: "dog", active: false },
    HERE,
  );
  deepStrictEqual(changed, { ...added, query: "dog", active: false });
  const [topic] = store.topics;
  const entries = [1, 2].map((n) => postEntry(n, { topicId: topic.id }));
  await storeBatch(store.db, store.stream, entries);
  deepStrictEqual(await admin.remove("trump", { purge: false }, HERE), {
    posts: 2,
  });
  strictEqual(told.changes, 3);
  deepStrictEqual(await admin.remove("trump", { purge: true }, HERE), {
    posts: 2,
  });
});

Deno.test("createTopicAdmin() says with which status it cannot be done", async () => {
  await using store = await openSqliteStore();
  const { admin } = setUpAdmin(store);
  const refused: [Promise<unknown>, HttpError["status"], RegExp][] = [
    [admin.add({ slug: "trump", query: "x" }, HERE), 409, /"trump"/],
    [admin.change("../x", { active: true }, HERE), 404, /"\.\.\/x"/],
    [admin.remove("x", { purge: true }, HERE), 404, /"x"/],
  ];
  for (const [work, status, message] of refused) {
    await rejects(work, { name: "HttpError", status, message });
  }
});

Deno.test("createTopicAdmin() adds no more topics than there may be", async () => {
  await using store = await openSqliteStore();
  const { admin } = setUpAdmin(store);
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
  await rejects(admin.add({ slug: "one-more", query: "x" }, HERE), {
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
  const { admin } = setUpAdmin(store);
  const { matched, of, examples } = await admin.test(parseQuery("cat"));
  deepStrictEqual([matched, of, examples.map(({ id }) => id)], [1, 3, ["p2"]]);
});

Deno.test("createTopicAdmin() logs each change in one line, with its address and result", async () => {
  await using store = await openSqliteStore();
  const { admin, lines } = setUpAdmin(store);
  await admin.add({ slug: "cat", query: "cat" }, HERE);
  await admin.change("cat", { active: false }, HERE);
  await admin.remove("cat", { purge: true }, HERE);
  const long = "x".repeat(5_000);
  await rejects(admin.change(long, { active: true }, "2001:db8::1"));
  const [level, message, fields] = lines.pop()!;
  deepStrictEqual([level, message], ["warn", "topic change"]);
  const { slug, result, address } = fields as Record<string, string>;
  deepStrictEqual([slug!.length, address], [100, "2001:db8::1"]);
  strictEqual(result!.length <= 200 && result!.startsWith("Unknown"), true);
  const by = { address: HERE, result: "done" };
  deepStrictEqual(lines, [
    ["info", "topic add", { slug: "cat", query: "cat", ...by }],
    ["info", "topic change", { slug: "cat", active: false, ...by }],
    ["info", "topic remove", { slug: "cat", purge: true, ...by }],
  ]);
});
