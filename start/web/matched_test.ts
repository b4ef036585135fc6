import { sql } from "kysely";
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Database } from "../../db/connection/database.ts";
import { TopicCache } from "../../db/read/cache.ts";
import { storeBatch } from "../../db/write/store_batch.ts";
import {
  NOON,
  openSqliteStore,
  postEntries,
} from "../../tests/support/store.ts";
import { createMatchedReads } from "./matched.ts";
import { ReadSources } from "./replica.ts";

const RANGE = { from: NOON / 1_000, to: NOON / 1_000 + 3_600 };
const FILTER = { lang: "en" };

/** Reads from one database, without a replica. */
function sourcesOf(db: Database): ReadSources {
  const main = { kysely: db.kysely, cache: new TopicCache(db) };
  return new ReadSources(main, null, () => {});
}

Deno.test("createMatchedReads() reads once for requests within a few seconds, and terms from the same posts", async () => {
  await using store = await openSqliteStore();
  const { db, stream, topics: [topic] } = store;
  await storeBatch(db, stream, postEntries(1, 3, { text: "#a #b" }));
  const { readMatched, readMatchedTerms } = createMatchedReads(
    sourcesOf(db),
    () => Promise.resolve(topic),
  );
  const [first, second] = await Promise.all([
    readMatched("trump", RANGE, FILTER),
    readMatched("trump", RANGE, FILTER),
  ]);
  strictEqual(first, second);
  strictEqual(first.posts.length, 3);
  await storeBatch(db, stream, postEntries(4, 5, { text: "#a" }));
  const terms = await readMatchedTerms("trump", RANGE, FILTER, "hashtag", 1);
  deepStrictEqual(terms, [{ term: "a", count: 3 }]);
  deepStrictEqual(
    await readMatchedTerms("trump", RANGE, FILTER, "emoji", 1),
    [],
  );
  const other = await readMatched("trump", RANGE, { lang: "de" });
  strictEqual(other.posts.length, 0);
  const longer = await readMatched(
    "trump",
    { ...RANGE, to: RANGE.to + 60 },
    FILTER,
  );
  strictEqual(longer.posts.length, 5);
});

Deno.test("createMatchedReads() refuses more than 8 searches at once, and reads again after a failure", async () => {
  await using store = await openSqliteStore();
  const { db, topics: [topic] } = store;
  const { readMatched } = createMatchedReads(
    sourcesOf(db),
    () => Promise.resolve(topic),
  );
  await sql`alter table posts rename to away`.execute(db.kysely);
  await rejects(readMatched("trump", RANGE, FILTER), /no such table/);
  await sql`alter table away rename to posts`.execute(db.kysely);
  strictEqual((await readMatched("trump", RANGE, FILTER)).of, 0);
  const many = await Promise.allSettled(
    Array.from(
      { length: 9 },
      (_, i) => readMatched("trump", RANGE, { q: `word${i}` }),
    ),
  );
  deepStrictEqual(
    many.map(({ status }) => status),
    [...new Array(8).fill("fulfilled"), "rejected"],
  );
  const { reason } = many[8] as PromiseRejectedResult;
  strictEqual(reason.status, 503);
  await readMatched("trump", RANGE, { q: "word9" });
});
