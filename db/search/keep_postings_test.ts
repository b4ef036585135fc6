import { strictEqual } from "node:assert/strict";
import { openSqliteStore, postEntries } from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { updatePostings } from "./keep_postings.ts";

// Seen to fail where a step that another took is taken for one's own.
Deno.test("updatePostings() notices that another process has taken the same step", async () => {
  await using store = await openSqliteStore();
  const { db, stream } = store;
  await storeBatch(db, stream, postEntries(1, 9));
  let overtaken = 0;
  const options = { minPosts: 1, onOvertaken: () => overtaken++ };
  await updatePostings(db, options); // begins the index
  await Promise.all([updatePostings(db, options), updatePostings(db, options)]);
  strictEqual(overtaken, 1);
  await storeBatch(db, stream, postEntries(10, 18));
  await updatePostings(db, options);
  strictEqual(overtaken, 1);
});
