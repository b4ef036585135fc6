import { openDatabase } from "../../../db/open.ts";
import { readChanges } from "../../../db/read/changes.ts";
import { storeBatch } from "../../../db/write/store_batch.ts";
import { postEntries, seedStore } from "../store.ts";

/** A process of its own that stores into a database and reads from it, to see what it must be permitted. */
if (import.meta.main) {
  await using db = await openDatabase(Deno.args[0]!);
  const { stream } = await seedStore(db);
  await storeBatch(db, stream, postEntries(1, 20));
  const { posts } = await readChanges(db.kysely, 0);
  // deno-lint-ignore no-console
  console.log(posts.length);
}
