import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { classifyError } from "../db/connection/errors.ts";
import type { Database } from "../db/connection/database.ts";
import { openMysql } from "../db/connection/mysql.ts";
import { storeBatch } from "../db/write/store_batch.ts";
import type { PostEntry } from "../domain/pipeline/log_entry.ts";
import { assertStored, pollPosts } from "./support/recount.ts";
import { startDeafProxy } from "./support/fakes/deaf_proxy.ts";
import { openMysqlStore, startMysqlServer } from "./support/mysql.ts";
import { realEntries } from "./support/log_entries.ts";
import { readRows } from "./support/store.ts";
import { inTime } from "./support/waiting.ts";

const POSTS = 12_000;
const BATCH = 200;
const KILLS = 6;
const PATIENCE_MS = 60_000;

/** Stores batches until none is left, each again until the database has taken it. */
async function storeAll(
  db: Database,
  stream: number,
  batches: PostEntry[][],
): Promise<number> {
  let failed = 0;
  while (true) {
    const batch = batches.shift();
    if (!batch) return failed;
    while (true) {
      try {
        await storeBatch(db, stream, batch);
        break;
      } catch (error) {
        if (classifyError(error) !== "away") throw error;
        failed++;
        await delay(20);
      }
    }
  }
}

// Seen to fail when storeBatch() adds to the rollups in a transaction of their
// own, and when it works without a transaction.
Deno.test("storeBatch() stores each message once, however often MariaDB is killed", async () => {
  await using server = await startMysqlServer();
  await using store = await openMysqlStore(server);
  const { db, stream } = store;
  const entries = await realEntries(POSTS);
  const batches = Array.from(
    { length: POSTS / BATCH },
    (_, i) => entries.slice(i * BATCH, (i + 1) * BATCH),
  );
  const poller = pollPosts(store.connect());
  const storing = Promise.all(
    [store.connect(), store.connect()]
      .map((writer) => storeAll(writer, stream, batches)),
  );
  let kills = 0;
  while (kills < KILLS && batches.length > 0) {
    await delay(50 + Math.random() * 250);
    await server.kill();
    await server.start();
    kills++;
  }
  const failed = await inTime(PATIENCE_MS, storing);
  ok(kills >= 2, `it was killed ${kills} times only`);
  ok(failed.some((count) => count > 0), "it must have been killed at work");
  const { posts } = await readRows(db.kysely);
  deepStrictEqual(await poller.stop(), posts.map(({ seq }) => seq));
  await assertStored(db, entries);
});

// Seen to fail when storeBatch() does not look up what is stored already.
Deno.test("storeBatch() stores a message once whose commit nobody heard of", async () => {
  await using server = await startMysqlServer();
  await using store = await openMysqlStore(server);
  await using proxy = startDeafProxy(server.port);
  const address = new URL(store.url);
  address.port = String(proxy.port);
  await using writer = openMysql(address.href);
  const entries = await realEntries(300);
  await storeBatch(writer, store.stream, entries.slice(0, 100));
  proxy.loseAnswerTo("\x03commit");
  await rejects(
    storeBatch(writer, store.stream, entries.slice(100, 200)),
    (error) => classifyError(error) === "away",
  );
  const { redelivered } = await storeBatch(writer, store.stream, entries);
  strictEqual(redelivered, 200, "it was committed");
  await assertStored(store.db, entries);
});
