import { deepStrictEqual, ok } from "node:assert/strict";
import { assertStored } from "../tests/support/assert_stored.ts";
import { openMysqlStore } from "../tests/support/mysql_store.ts";
import { pollPosts } from "../tests/support/poll_posts.ts";
import { realEntries } from "../tests/support/real_entries.ts";
import { useMysqlServer } from "../tests/support/use_mysql_server.ts";
import { readRows } from "../tests/support/store/read_rows.ts";
import type { Database } from "./database.ts";
import { storeBatch } from "./store_batch.ts";

const WRITERS = 4;
const server = useMysqlServer();

/** Batches for one writer; each message is one of two writers'. */
function* batchesFor<T>(entries: readonly T[], writer: number): Generator<T[]> {
  let size = 1 + writer;
  for (let from = 0; from < entries.length; from += size) {
    size = 1 + (size * 7 + writer) % 40;
    const batch = entries.slice(from, from + size);
    yield batch.filter((_, i) => (from + i + writer) % WRITERS < 2);
  }
}

async function write(
  db: Database,
  stream: number,
  batches: Iterable<Parameters<typeof storeBatch>[2]>,
): Promise<void> {
  for (const batch of batches) await storeBatch(db, stream, batch);
}

// Seen to fail when takeSeqs() answers max(seq) + 1 instead (writers collide),
// when its counter is moved outside of the transaction and when it is not held
// until the commit (the poller misses rows).
Deno.test("takeSeqs() numbers what several writers store so that who pages by seq misses no row", async () => {
  await using store = await openMysqlStore(server());
  const { db, stream } = store;
  const entries = await realEntries(4_000);
  const pollers = [store.connect(), store.connect()].map(pollPosts);
  await Promise.all(
    Array.from(
      { length: WRITERS },
      (_, i) => write(store.connect(), stream, batchesFor(entries, i)),
    ),
  );
  const { posts } = await readRows(db.kysely);
  ok(posts.length > 3_000);
  for (const poller of pollers) {
    deepStrictEqual(await poller.stop(), posts.map(({ seq }) => seq));
  }
  await assertStored(db, entries);
});
