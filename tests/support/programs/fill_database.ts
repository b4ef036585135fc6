import { setTimeout as delay } from "node:timers/promises";
import { openSqlite } from "../../../db/connection/sqlite.ts";
import { migrate } from "../../../db/schema/migrate.ts";
import { prunePosts } from "../../../db/write/prune.ts";
import { storeBatch } from "../../../db/write/store_batch.ts";
import { findStream } from "../../../db/write/streams.ts";
import { seedTopics } from "../../../db/write/topics.ts";
import { postEntries } from "../store.ts";

const ROUNDS = 20;

/** Files that are made one after the other, so that some are made by two at once. */
const FILES = 20;
const EVERY_MS = 15;

/**
 * A process of its own that makes, migrates and fills a database, at the time
 * that it is given, so that several do so at once. All store the same posts.
 */
async function main(folder: string, name: string, startMs: number) {
  for (let i = 0; i < FILES; i++) {
    await waitUntil(startMs + i * EVERY_MS);
    await using _empty = openSqlite(`${folder}/${i}.db`);
  }
  await using db = openSqlite(`${folder}/shared.db`);
  const applied = await migrate(db);
  await seedTopics(db, [{ slug: "a", query: "a" }]);
  let seq = 0;
  for (let i = 0; i < ROUNDS; i++) {
    await findStream(db, "shared", `incarnation ${i}`);
    const { stream } = await findStream(db, name, "");
    await storeBatch(db, stream, postEntries(seq + 1, seq += 10));
    await prunePosts(db, 0);
  }
  // deno-lint-ignore no-console
  console.log(JSON.stringify(applied));
}

/** To the millisecond, which a timer alone is not. */
async function waitUntil(timeMs: number): Promise<void> {
  await delay(Math.max(0, timeMs - Date.now() - 5));
  while (Date.now() < timeMs);
}

if (import.meta.main) {
  const [folder, name, startMs] = Deno.args;
  await main(folder!, name!, Number(startMs));
}
