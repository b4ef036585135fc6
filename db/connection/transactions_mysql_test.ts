import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import { assertStored, pollPosts } from "../../tests/support/recount.ts";
import {
  type MysqlTestStore,
  openMysqlStore,
  sharedMysqlServer,
} from "../../tests/support/mysql.ts";
import { realEntries } from "../../tests/support/log_entries.ts";
import { postEntries, readRows } from "../../tests/support/store.ts";
import type { Database } from "./database.ts";
import { storeBatch } from "../write/store_batch.ts";

const WRITERS = 4;
const server = sharedMysqlServer();

/** Batches for one writer; each message is given to as many writers as `copies` says. */
function* batchesFor<T>(
  entries: readonly T[],
  writer: number,
  copies: number,
): Generator<T[]> {
  let size = 1 + writer;
  for (let from = 0; from < entries.length; from += size) {
    size = 1 + (size * 7 + writer) % 40;
    const batch = entries.slice(from, from + size);
    yield batch.filter((_, i) => (from + i + writer) % WRITERS < copies);
  }
}

async function write(
  db: Database,
  stream: number,
  batches: Iterable<Parameters<typeof storeBatch>[2]>,
): Promise<void> {
  for (const batch of batches) await storeBatch(db, stream, batch);
}

/** Lets all writers store at once while two watch, and asserts that these are shown every row. */
async function writeAndWatch(
  store: MysqlTestStore,
  entries: readonly PostEntry[],
  copies: number,
): Promise<void> {
  const pollers = [store.connect(), store.connect()].map(pollPosts);
  await Promise.all(
    Array.from({ length: WRITERS }, (_, i) => {
      const batches = batchesFor(entries, i, copies);
      return write(store.connect(), store.stream, batches);
    }),
  );
  const { posts } = await readRows(store.db.kysely);
  for (const poller of pollers) {
    deepStrictEqual(await poller.stop(), posts.map(({ seq }) => seq));
  }
}

// Seen to fail when takeSeqs() answers max(seq) + 1 (writers collide), and when
// it runs in a transaction of its own (rows come late, and are never shown).
Deno.test("takeSeqs() numbers what several writers store so that who pages by seq misses no row", async () => {
  await using store = await openMysqlStore(server());
  await writeAndWatch(store, postEntries(1, 4_000), 1);
  strictEqual((await readRows(store.db.kysely)).posts.length, 4_000);
});

// Seen to fail when takeSeqs() runs in a transaction of its own: then two look
// up the same message before either has stored it.
Deno.test("takeSeqs() lets several writers store what two of them are given, once", async () => {
  await using store = await openMysqlStore(server());
  const entries = await realEntries(4_000);
  await writeAndWatch(store, entries, 2);
  await assertStored(store.db, entries);
});
