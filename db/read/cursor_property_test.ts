import fc from "fast-check";
import { deepStrictEqual, ok } from "node:assert/strict";
import {
  openMysqlStore,
  sharedMysqlServer,
} from "../../tests/support/mysql.ts";
import { postEntry } from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { readChanges } from "./changes.ts";

const server = sharedMysqlServer();

/** A batch of a writer: its posts, and whether the database refuses its last. */
const BATCH = fc.record({
  posts: fc.integer({ min: 1, max: 4 }),
  isRefused: fc.boolean(),
});
const WRITERS = fc.array(fc.array(BATCH, { minLength: 1, maxLength: 3 }), {
  minLength: 2,
  maxLength: 3,
});

// Seen to fail with a `seq` that is taken in a transaction of its own.
Deno.test("readChanges() misses and repeats nothing, in whatever order writers commit", async () => {
  await using store = await openMysqlStore(server());
  const { db, stream } = store;
  const connections = [store.connect(), store.connect(), store.connect()];
  let logSeq = 0;
  let { cursor } = await readChanges(db.kysely, 0);
  await fc.assert(
    fc.asyncProperty(WRITERS, async (writers) => {
      const stored: string[] = [];
      let isOver = false;
      const writing = Promise.all(writers.map(async (batches, writer) => {
        for (const { posts, isRefused } of batches) {
          const entries = Array.from(
            { length: posts },
            () => postEntry(++logSeq),
          );
          if (isRefused) {
            const refused = postEntry(++logSeq, { lang: "x".repeat(100) });
            const all = [...entries, refused];
            await storeBatch(connections[writer]!, stream, all).catch(() => {});
            continue;
          }
          await storeBatch(connections[writer]!, stream, entries);
          stored.push(...entries.map(({ extId }) => extId));
        }
      })).finally(() => isOver = true);
      const seqs: number[] = [];
      const shown: string[] = [];
      const poll = async () => {
        const page = await readChanges(db.kysely, cursor.seq);
        seqs.push(...page.posts.map(({ seq }) => seq));
        shown.push(...page.posts.map(({ id }) => id));
        cursor = page.cursor;
      };
      while (!isOver) await poll();
      await writing;
      await poll();
      ok(seqs.every((seq, i) => i === 0 || seq > seqs[i - 1]!), "in order");
      deepStrictEqual(shown.toSorted(), stored.toSorted());
    }),
    { numRuns: 1_000 },
  );
});
