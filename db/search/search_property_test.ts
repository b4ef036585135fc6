import fc from "fast-check";
import { deepStrictEqual, ok } from "node:assert/strict";
import { matchQuery, prepareText } from "../../domain/query/match.ts";
import { parsePostCursor, type PostSearch } from "../../domain/post/search.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  editEntry,
  NOON,
  postEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import { prunePosts } from "../write/prune.ts";
import { updatePostings } from "./keep_postings.ts";
import { storeBatch } from "../write/store_batch.ts";
import { exportPosts } from "./export.ts";
import { findPosts } from "./search.ts";

const WORDS =
  "sea ice Straße STRASSE été ETE\u0301 İzmir izmir kadın don't don’t 東京で地震 地震 iPhone発売 서울에서 서울 ﾄﾗ トラ ２０２０ 2020 #ice @ann 😀 ❤️ 🇺🇸 น้ำท่วม น้ำ"
    .split(" ");
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 5 })
  .chain((words) =>
    fc.constantFrom(" ", ", ", "").map((between) => words.join(between))
  );
const query = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS))
    .chain(([a, b]) =>
      fc.constantFrom(`${a} ${b}`, `"${a} ${b}"`, `${a} OR ${b}`, `${a} -${b}`)
    ),
);

/** What a search finds, from page to page. */
async function findAll(
  { db, topics }: TestStore,
  search: Partial<PostSearch>,
): Promise<number[]> {
  const seqs: number[] = [];
  let before: PostSearch["before"];
  while (true) {
    const { posts, next } = await findPosts(db.kysely, topics[0], {
      ...{ limit: 7, ...search, ...(before && { before }) },
    });
    seqs.push(...posts.map(({ seq }) => seq));
    if (next === null) return seqs;
    before = parsePostCursor(next)!;
  }
}

async function compare(store: TestStore, q: string): Promise<number> {
  const { db, topics } = store;
  const rows = await db.kysely.selectFrom("posts").selectAll()
    .where("topic_id", "=", 1).where("deleted", "=", 0).execute();
  const parsed = parseQuery(q);
  const wanted = rows.filter(({ text, author, lang }) =>
    matchQuery(parsed, prepareText({ text, author, lang }))
  ).sort((a, b) => b.seq - a.seq);
  const seqs = wanted.map(({ seq }) => seq);
  deepStrictEqual(await findAll(store, { q, after: 0 }), seqs, q);
  const range = { from: 0, to: NOON / 1_000 + 1_000 };
  const byTime = wanted.toSorted((a, b) =>
    b.created_ms - a.created_ms || b.seq - a.seq
  ).map(({ seq }) => seq);
  deepStrictEqual(await findAll(store, { q }), byTime, q);
  deepStrictEqual(await findAll(store, { q, ...range }), byTime, q);
  const exported = await Array.fromAsync(
    exportPosts(db.kysely, topics[0], range, { q }),
  );
  deepStrictEqual(exported.map(({ seq }) => seq), seqs.toReversed(), q);
  return seqs.length;
}

forEachDatabase((name, open) => {
  Deno.test(`findPosts() and exportPosts() on ${name} find exactly what a query matches, however much is indexed`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const seed = Date.now() & 0xffff;
    const queries = fc.sample(
      query.filter((q) => !/^(?:-|$)/.test(q)),
      { numRuns: 25, seed },
    ).filter(isQuery);
    const texts = fc.sample(text, { numRuns: 240, seed });
    const entries = texts.map((text, i) =>
      postEntry(i + 1, { text, createdMs: NOON + (i * 7_919) % 240 * 1_000 })
    );
    let found = 0;
    const check = async () => {
      for (const q of queries) found += await compare(store, q);
    };
    await storeBatch(db, stream, entries.slice(0, 100));
    await check();
    while (await updatePostings(db, { minPosts: 1 })) { /* to the end */ }
    await storeBatch(db, stream, entries.slice(100));
    await storeBatch(db, stream, [
      ...texts.slice(0, 20).map((text, i) =>
        editEntry(300 + i, `p${i + 40}`, { text })
      ),
      deleteEntry(330, "p10"),
      deleteEntry(331, "p41"),
    ]);
    await check();
    while (await updatePostings(db, { minPosts: 1 })) { /* to the end */ }
    await check();
    await prunePosts(db, NOON + 50);
    await updatePostings(db, { minPosts: 1 });
    await check();
    ok(found > 200, `only ${found} found, seed ${seed}`);
  });
});

function isQuery(q: string): boolean {
  try {
    parseQuery(q);
    return true;
  } catch {
    return false;
  }
}
