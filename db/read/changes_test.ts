import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { addTotals, NO_TOTALS } from "../../domain/live/apply.ts";
import type { Changes, Totals } from "../../domain/live/snapshot.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  editEntry,
  postEntries,
  postEntry,
  readRows,
  type Rows,
  type TestStore,
} from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { removeTopic } from "../write/topics.ts";
import { readChanges, readCursor, readMissed } from "./changes.ts";
import { readTotals } from "./series.ts";

/** Reads on from `after` until there is no more. */
async function readPages(
  { db }: TestStore,
  after: number,
  options: { limit: number; upTo?: number },
): Promise<Changes[]> {
  const pages: Changes[] = [];
  let more = true;
  while (more) {
    const page = await readChanges(db.kysely, after, options);
    ok(page.cursor.seq > after || !page.more, "it must lead on");
    pages.push(page);
    after = page.cursor.seq;
    more = page.more;
  }
  return pages;
}

function addedOf(pages: readonly Changes[], slug: string): Totals {
  return pages.map((page) => page.added.get(slug) ?? NO_TOTALS)
    .reduce(addTotals, NO_TOTALS);
}

/** `p` is a post in two topics, `d` and `e` the deletion and the edit of one from so many steps back. */
const STEPS = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("p" as const), score: fc.integer() }),
    fc.record({ kind: fc.constant("d" as const), back: fc.nat(20) }),
    fc.record({
      kind: fc.constant("e" as const),
      back: fc.nat(20),
      text: fc.constantFrom("good", "bad", "so", "good, great"),
    }),
  ),
  { minLength: 1, maxLength: 24 },
);

/** A viewer who follows shows what the rows say, and no edit of a post that it does not show. */
function assertShown(
  visible: readonly Rows["posts"][number][],
  pages: readonly Changes[],
): void {
  const screen = new Map<number, string>();
  for (const { posts, deleted, edited } of pages) {
    for (const { seq, text } of posts) screen.set(seq, text);
    for (const { seq, text } of edited) {
      ok(screen.has(seq), `${seq} is edited before it is shown`);
      screen.set(seq, text);
    }
    for (const seq of deleted) screen.delete(seq);
  }
  deepStrictEqual(
    [...screen].sort(([a], [b]) => a - b),
    visible.map(({ seq, text }) => [seq, text]),
  );
}

/** Every row was shown or is hidden, every deletion was sent, each once and in order. */
async function assertCovered(
  store: TestStore,
  pages: readonly Changes[],
): Promise<void> {
  const { posts } = await readRows(store.db.kysely);
  const shown = pages.flatMap((page) => page.posts).map(({ seq }) => seq);
  deepStrictEqual(shown, [...new Set(shown)].sort((a, b) => a - b));
  const visible = posts.filter((row) => row.deleted === 0);
  const told = pages.flatMap((page) => page.deleted);
  const gone = posts.filter((row) => row.deleted > 0)
    .sort((a, b) => a.deleted - b.deleted || a.seq - b.seq);
  deepStrictEqual(told, gone.map(({ seq }) => seq));
  assertShown(visible, pages);
  for (const seq of shown) ok(posts.some((row) => row.seq === seq));
  for (const { id, slug } of store.topics) {
    const totals = await readTotals(store.db.kysely, id);
    deepStrictEqual(addedOf(pages, slug), totals);
  }
}

forEachDatabase((name, open) => {
  Deno.test(`readChanges() on ${name} covers every post, edit and deletion in order, at any page size`, async () => {
    await fc.assert(
      fc.asyncProperty(
        STEPS,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 30 }),
        async (steps, limit, looks) => {
          await using store = await open();
          const { db, stream } = store;
          const pages: Changes[] = [];
          let logSeq = 0;
          for (const [i, step] of steps.entries()) {
            const extId = `${i - ("back" in step ? step.back : 0)}`;
            await storeBatch(
              db,
              stream,
              step.kind === "d"
                ? [deleteEntry(++logSeq, extId)]
                : step.kind === "e"
                ? [editEntry(++logSeq, extId, { text: step.text })]
                : [1, 2].map((topicId) =>
                  postEntry(++logSeq, { extId, topicId, score: step.score % 9 })
                ),
            );
            const after = pages.at(-1)?.cursor.seq ?? 0;
            if (i % looks === 0) {
              pages.push(...await readPages(store, after, { limit }));
            }
          }
          const after = pages.at(-1)?.cursor.seq ?? 0;
          pages.push(...await readPages(store, after, { limit }));
          await assertCovered(store, pages);
        },
      ),
      { numRuns: 60 },
    );
  });

  Deno.test(`readChanges() on ${name} tells of an edit after the post, and what it changes in the totals`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { score: 2 }),
      postEntry(2, { extId: "p1", topicId: 2, score: -1 }),
    ]);
    const { cursor } = await readChanges(db.kysely, 0);
    await storeBatch(db, stream, [editEntry(3, "p1", { text: "so" })]);
    await storeBatch(db, stream, [editEntry(4, "p1", { text: "good" })]);
    const { posts, edited, added } = await readChanges(db.kysely, cursor.seq);
    deepStrictEqual(posts, []);
    deepStrictEqual(
      edited.map(({ seq, text, topic }) => [seq, text, topic]),
      [[1, "good", "trump"], [2, "good", "climate"]],
    );
    const [{ score }] = edited as [Changes["edited"][number]];
    deepStrictEqual(Object.fromEntries(added), {
      trump: { ...NO_TOTALS, score: score - 2 },
      climate: { ...NO_TOTALS, positive: 1, negative: -1, score: score + 1 },
    });
    const all = await readChanges(db.kysely, 0);
    deepStrictEqual(all.edited, [], "who reads from the start has it");
    deepStrictEqual(all.posts, edited);
    strictEqual(all.added.get("climate")?.score, score);
  });

  Deno.test(`readChanges() on ${name} tells of each edit once, at any page size`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, postEntries(1, 3));
    for (const [i, id] of ["p2", "p3", "p1"].entries()) {
      await storeBatch(db, stream, [editEntry(4 + i, id, {})]);
    }
    const told = (pages: Changes[]) =>
      pages.flatMap((page) => page.edited).map(({ seq }) => seq);
    deepStrictEqual(told(await readPages(store, 3, { limit: 1 })), [2, 3, 1]);
    deepStrictEqual(told(await readPages(store, 3, { limit: 9 })), [2, 3, 1]);
    deepStrictEqual(told(await readPages(store, 0, { limit: 1 })), [2, 3, 1]);
    deepStrictEqual(told(await readPages(store, 0, { limit: 9 })), []);
  });

  Deno.test(`readChanges() on ${name} counts an edit when its place comes, not before`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [postEntry(1, { score: 2 })]);
    await storeBatch(db, stream, [editEntry(2, "p1", { text: "so" })]);
    const change = { topic_id: 1, positive: 1, negative: 0, neutral: -1 };
    await db.kysely.insertInto("edits") // it is written while the rows are read
      .values({ seq: 3, post_seq: 1, ...change, score: 4 }).execute();
    const { added } = await readChanges(db.kysely, 0);
    deepStrictEqual(added.get("trump"), { ...NO_TOTALS, posts: 1, neutral: 1 });
  });

  Deno.test(`readChanges() on ${name} never parts the rows of one deletion`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const extId = "a";
    await storeBatch(db, stream, [
      postEntry(1, { extId }),
      postEntry(2, { extId, topicId: 2 }),
    ]);
    await storeBatch(db, stream, [deleteEntry(3, "a")]);
    const pages = await readPages(store, 2, { limit: 1 });
    deepStrictEqual(pages.flatMap((page) => page.deleted), [1, 2]);
  });

  Deno.test(`readChanges() on ${name} reads no further than upTo`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, postEntries(1, 9));
    await storeBatch(db, stream, [
      deleteEntry(10, "p2"),
      deleteEntry(11, "p3"),
    ]);
    const pages = await readPages(store, 0, { limit: 4, upTo: 10 });
    deepStrictEqual(
      pages.map(({ posts, deleted, cursor, more }) => [
        posts.map(({ seq }) => seq),
        deleted,
        cursor.seq,
        more,
      ]),
      [[[1, 4], [], 4, true], [[5, 6, 7, 8], [], 8, true], [
        [9],
        [2],
        10,
        false,
      ]],
    );
  });

  Deno.test(`readChanges() on ${name} tells what posts add to each topic`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { score: 3 }),
      postEntry(2, { score: -1 }),
      postEntry(3, { topicId: 2 }),
    ]);
    const { added } = await readChanges(db.kysely, 0);
    deepStrictEqual(Object.fromEntries(added), {
      trump: { posts: 2, positive: 1, negative: 1, neutral: 0, score: 2 },
      climate: { posts: 1, positive: 0, negative: 0, neutral: 1, score: 0 },
    });
  });

  Deno.test(`readMissed() on ${name} reads what happened to one topic, or to all current ones`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      ...postEntries(1, 6),
      ...postEntries(7, 9, { topicId: 2 }),
    ]);
    await storeBatch(db, stream, [deleteEntry(10, "p2")]); // position 10
    await storeBatch(db, stream, [deleteEntry(11, "p8")]);
    await storeBatch(db, stream, [editEntry(12, "p3", { text: "new" })]);
    await storeBatch(db, stream, [editEntry(13, "p9", { text: "newer" })]);
    const read = async (slug: string | null, after: number, last: number) => {
      const missed = await readMissed(db.kysely, slug, { after, last });
      const { posts, deleted, edited } = missed;
      return [
        posts.map(({ seq }) => seq),
        deleted,
        edited.map(({ seq, text }) => [seq, text]),
      ];
    };
    const edits = [[3, "new"], [9, "newer"]];
    deepStrictEqual(await read(null, 4, 13), [[5, 6, 7, 9], [2, 8], edits]);
    deepStrictEqual(await read("trump", 0, 13), [[1, 3, 4, 5, 6], [2], [
      edits[0],
    ]]);
    deepStrictEqual(await read("climate", 7, 12), [[9], [8], []]);
    deepStrictEqual(await read("nobody", 0, 13), [[], [], []]);
    await removeTopic(db, "climate");
    deepStrictEqual(await read(null, 6, 13), [[], [2], [edits[0]]]);
    deepStrictEqual(await read("climate", 6, 13), [[], [], []]);
  });

  Deno.test(`readChanges() on ${name} answers posts as the API shows them`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const text = "Trump is great, not bad";
    await storeBatch(db, stream, [postEntry(1, { text, score: 5 })]);
    const { posts } = await readChanges(db.kysely, 0);
    deepStrictEqual(posts.map(({ marks: _, ...post }) => post), [{
      seq: 1,
      id: "p1",
      source: "file",
      topic: "trump",
      author: "ann",
      createdAt: "2026-01-31T12:00:01.000Z",
      text,
      lang: "en",
      score: 5,
      sentiment: "positive",
      pNegative: null,
      pPositive: null,
      scorer: 1,
      url: "https://example.com/1",
      kind: "post",
    }]);
    const [first] = posts[0]!.marks;
    strictEqual(text.slice(...first!.slice(0, 2)), "great");
  });

  Deno.test(`readChanges() on ${name} goes on where nothing is new`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const { epoch } = await readCursor(db.kysely);
    await storeBatch(db, stream, postEntries(1, 3));
    const changes = await readChanges(db.kysely, 3);
    deepStrictEqual(changes, {
      cursor: { epoch, seq: 3 },
      more: false,
      posts: [],
      deleted: [],
      edited: [],
      added: new Map(),
      slugs: ["trump", "climate"],
    });
  });
});
