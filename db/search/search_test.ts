import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import { parsePostCursor, type PostSearch } from "../../domain/post/search.ts";
import { parseTerm } from "../../domain/post/post.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  NOON,
  type OpenTestStore,
  postEntries,
  postEntry,
  readRows,
  scoredEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import { updatePostings } from "./keep_postings.ts";
import { storeBatch } from "../write/store_batch.ts";
import { readPosts } from "../read/posts.ts";
import { exportPosts } from "./export.ts";
import { findPosts } from "./search.ts";
import { readTerms } from "../read/terms.ts";

async function seqsOf(
  { db, topics }: TestStore,
  search: Partial<PostSearch>,
): Promise<number[]> {
  const { posts } = await findPosts(db.kysely, topics[0], {
    limit: 50,
    ...search,
  });
  return posts.map(({ seq }) => seq);
}

/** All that a search finds, from page to page, and how many pages there were. */
async function walk(
  { db, topics }: TestStore,
  search: Partial<PostSearch>,
): Promise<{ seqs: number[]; pages: number }> {
  const seqs: number[] = [];
  let before: PostSearch["before"];
  for (let pages = 1;; pages++) {
    const { posts, next } = await findPosts(db.kysely, topics[0], {
      limit: 7,
      ...search,
      ...(before && { before }),
    });
    seqs.push(...posts.map(({ seq }) => seq));
    if (next === null) return { seqs, pages };
    before = parsePostCursor(next)!;
  }
}

/** What each search must find among {@linkcode TEXTS}, by `seq` from 1. */
const SEARCHES: [q: string, found: number[]][] = [
  ["rain", [2, 1]],
  ["RAIN in", [1]],
  ['"RAIN in"', [1]],
  ['may "in m" rain', []],
  ['may "in May" rain', [1]],
  ["rain snow", []],
  ["rain OR snow", [2, 1]],
  ["rain -may", [2]],
  ["100%", [4, 3]],
  ["%", [4, 3]],
  ["a_b", [5]],
  ["_", []],
  ["!", [8, 6]],
  ["!!", [8]],
  ["it's", [7]],
  ["it’s", [7]],
  [`"so"`, [7]],
  ["\\", [9]],
  ["'; drop table posts; --", [10]],
  ["😀", [11]],
  ["😀 ", [11]],
  ["snow", []],
  ["ärger", [14, 13, 12]],
  ["a\u0308rger", [14, 13, 12]],
  ["ÄRGER", [14, 13, 12]],
  ["трамп сказал", [17, 16, 15]],
  ["Трамп Сказал", [17, 16, 15]],
  ["рамп_", []],
  ["地震", [18]],
  ["서울", [18]],
  ["strasse istanbul", [19]],
  ["ｆｕｌｌ ﾄﾗ", [20]],
  ["café", [20]],
  ["#tag", [20]],
  ["tag", [20]],
  ["lang:en", []],
  [
    "",
    [20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
  ],
];

const TEXTS = [
  "Rain in May",
  "no rAIN",
  "100% sure",
  "100 % or %d",
  "a_b",
  "axb!",
  `it's "so"`,
  "wow!!",
  "back\\slash",
  "x'; drop table posts; --",
  "smile😀",
  "Ärger",
  "viel ärger",
  "ÄRGER",
  "Трамп сказал",
  "ТРАМП СКАЗАЛ",
  "и Трамп Сказал",
  "また地震です 서울에서",
  "Straße in İSTANBUL",
  "full トラ cafe\u0301 #Tag",
];

const TOLD: Partial<PostEntry>[] = [
  { text: "good #Otters", lang: "de" },
  { text: "gooooood otters https://www.Example.com/a" },
  { text: "bad, see it", entities: { links: ["https://example.com/b"] } },
  { text: "@Ann ❤️ 👍🏽 #ottersandbears", lang: "de" },
  { text: "not good", entities: { hashtags: ["OTTERS"], mentions: ["ann"] } },
];

/** By kind and term, what must be found among {@linkcode TOLD}. */
const TERMS: [text: string, found: number[]][] = [
  ["positive:good", [2, 1]],
  ["negative:not good", [5]],
  ["negative:bad", [3]],
  ["hashtag:otters", [5, 1]],
  ["hashtag:bears", []],
  ["mention:ann", [5, 4]],
  ["link:example.com", [3, 2]],
  ["emoji:👍🏽", [4]],
  ["emoji:👍", []],
  ["emoji:❤", [4]],
];

function testChoices(name: string, open: OpenTestStore): void {
  Deno.test(`findPosts() and exportPosts() on ${name} find what the rollups count`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const entries = TOLD.map((fields, i) => scoredEntry(i + 1, fields));
    await storeBatch(db, stream, entries);
    const range = { from: 0, to: NOON };
    for (const [text, found] of TERMS) {
      const term = parseTerm(text)!;
      deepStrictEqual(await seqsOf(store, { term }), found, text);
      const exported = exportPosts(db.kysely, topics[0], range, { term });
      const seqs = (await Array.fromAsync(exported)).map(({ seq }) => seq);
      deepStrictEqual(seqs.reverse(), found, text);
      const { kind } = term;
      const counted = await readTerms(db.kysely, {
        topicId: 1,
        kind,
        ...range,
      });
      const count = counted.find((one) => one.term === term.term)?.count ?? 0;
      strictEqual(count, found.length, text);
    }
    deepStrictEqual(await seqsOf(store, { lang: "de" }), [4, 1]);
    const term = { kind: "hashtag", term: "otters" } as const;
    deepStrictEqual(await seqsOf(store, { lang: "de", term }), [1]);
  });

  Deno.test(`findPosts() on ${name} goes along the posts' own times if one is given`, async () => {
    await using store = await open();
    const entries = postEntries(1, 40).map((entry, i) => ({
      ...entry,
      createdMs: NOON + (i * 7 % 20) * 1_000,
    }));
    await storeBatch(store.db, store.stream, entries);
    const noon = NOON / 1_000;
    const inOrder = (from: number, to: number) =>
      entries.filter(({ createdMs }) =>
        createdMs >= from * 1_000 && createdMs < to * 1_000
      ).sort((a, b) => b.createdMs - a.createdMs || b.logSeq - a.logSeq)
        .map(({ logSeq }) => logSeq);
    for (const [from, to] of [[noon + 3, noon + 11], [0, noon + 5]] as const) {
      const found = await walk(store, { from, to });
      deepStrictEqual(found.seqs, inOrder(from, to));
      strictEqual(found.pages, Math.ceil(found.seqs.length / 7));
    }
    const later = await walk(store, { from: noon + 15 });
    deepStrictEqual(later.seqs, inOrder(noon + 15, 1e10));
  });

  Deno.test(`findPosts() on ${name} extracts the terms of 1,000 posts at most, and leads on`, async () => {
    await using store = await open();
    const { db, stream } = store;
    for (let first = 1; first <= 4_500; first += 500) {
      const entries = postEntries(first, first + 499, { text: "#common" });
      if (first === 1) entries[4] = postEntry(5, { text: "#RARE" });
      await storeBatch(db, stream, entries);
    }
    const term = { kind: "hashtag", term: "rare" } as const;
    deepStrictEqual(await walk(store, { term }), { seqs: [5], pages: 5 });
    const left = new AbortController();
    const range = { from: 0, to: NOON };
    const exported = exportPosts(
      ...[db.kysely, store.topics[0], range, {}, left.signal] as const,
    );
    await exported.next();
    left.abort();
    let rest = 0;
    for await (const _ of exported) rest++;
    strictEqual(rest, 499); // of the page that was read
  });

  Deno.test(`findPosts() on ${name} looks through 5,000 posts at most, and leads on`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const rare = { text: "rare", lang: "de" };
    for (let first = 1; first <= 11_000; first += 1_000) {
      const entries = postEntries(first, first + 999);
      if (first === 1) entries[4] = postEntry(5, rare);
      if (first === 6_001) entries[2] = postEntry(6_003, rare);
      await storeBatch(db, stream, entries);
    }
    const range = { from: 0, to: NOON };
    for (const search of [{ q: "RARE" }, { lang: "de", ...range }]) {
      const found = await walk(store, search);
      deepStrictEqual(found, { seqs: [6_003, 5], pages: 3 });
      const all = exportPosts(db.kysely, store.topics[0], range, search);
      const exported = await Array.fromAsync(all);
      deepStrictEqual(exported.map(({ seq }) => seq), [5, 6_003]);
    }
  });
}

forEachDatabase((name, open) => {
  for (const indexed of [0, 9, 20]) {
    Deno.test(`findPosts() on ${name} finds words as topics do, and signs as text, of which ${indexed} posts are indexed`, async () => {
      await using store = await open();
      const { db, stream } = store;
      const entries = TEXTS.map((text, i) => postEntry(i + 1, { text }));
      await storeBatch(db, stream, entries.slice(0, indexed));
      if (indexed > 0) {
        while (await updatePostings(db, { minPosts: 1 })) { /* to the end */ }
      }
      await storeBatch(db, stream, entries.slice(indexed));
      for (const [q, found] of SEARCHES) {
        deepStrictEqual(await seqsOf(store, { q }), found, q);
      }
    });
  }

  Deno.test(`findPosts() on ${name} answers the newest first, of one topic, without deleted ones`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      ...postEntries(1, 4),
      postEntry(5, { topicId: 2 }),
      deleteEntry(6, "p3"),
    ]);
    deepStrictEqual(await seqsOf(store, {}), [4, 2, 1]);
  });

  Deno.test(`findPosts() on ${name} pages by before and limit`, async () => {
    await using store = await open();
    await storeBatch(store.db, store.stream, postEntries(1, 9));
    deepStrictEqual(await seqsOf(store, { limit: 3 }), [9, 8, 7]);
    const before = (seq: number) =>
      seqsOf(store, { limit: 3, before: { seq } });
    deepStrictEqual(await before(7), [6, 5, 4]);
    deepStrictEqual(await before(3), [2, 1]);
    deepStrictEqual(await before(1), []);
    deepStrictEqual(await seqsOf(store, { after: 7 }), [9, 8]);
    deepStrictEqual((await walk(store, { limit: 3 })).pages, 3);
    const newest = await readPosts(store.db.kysely, store.topics[0], 2);
    deepStrictEqual(newest.map(({ seq }) => seq), [9, 8]);
  });

  Deno.test(`findPosts() on ${name} puts posts in the order of their own times, whenever they arrived`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const entries = Array.from({ length: 60 }, (_, i) =>
      postEntry(i + 1, {
        source: i % 3 ? "file" : "x",
        createdMs: NOON + (i * 7 % 20) * 1_000, // each time three times
      }));
    await storeBatch(db, stream, entries.slice(0, 40));
    const inOrder = (some: readonly PostEntry[]) =>
      some.toSorted((a, b) => b.createdMs - a.createdMs || b.logSeq - a.logSeq)
        .map(({ logSeq }) => logSeq);
    const first = await findPosts(db.kysely, topics[0], { limit: 7 });
    await storeBatch(db, stream, entries.slice(40));
    const before = parsePostCursor(first.next!)!;
    const late = entries.slice(40).map(({ logSeq }) => logSeq);
    const rest = await walk(store, { before });
    deepStrictEqual(
      [...first.posts.map(({ seq }) => seq), ...rest.seqs]
        .filter((seq) => !late.includes(seq)),
      inOrder(entries.slice(0, 40)),
    );
    deepStrictEqual((await walk(store, {})).seqs, inOrder(entries));
    const newest = await readPosts(db.kysely, topics[0], 60);
    deepStrictEqual(newest.map(({ seq }) => seq), inOrder(entries));
    // A `seq` alone stands for the post that has it.
    const all = inOrder(entries);
    deepStrictEqual(
      (await walk(store, { before: { seq: 33 } })).seqs,
      all.slice(all.indexOf(33) + 1),
    );
    // What arrived after another comes in the order of arrival.
    deepStrictEqual(
      (await walk(store, { after: 40 })).seqs,
      late.toReversed(),
    );
  });

  Deno.test(`findPosts() on ${name} filters by the decision of the scorer, whatever the words add up to`, async () => {
    await using store = await open();
    const decisions = [[0.2, 0.5], [0.5, 0.2], [0.4, 0.4], [0.1, 0.45], [0, 1]];
    const entries = decisions.map(([pNegative, pPositive], i) =>
      postEntry(i + 1, {
        ...{ score: i % 3 - 1, scorer: 2 },
        ...{ pNegative: pNegative!, pPositive: pPositive! },
      })
    );
    await storeBatch(store.db, store.stream, entries);
    deepStrictEqual(await seqsOf(store, { sentiment: "positive" }), [5, 1]);
    deepStrictEqual(await seqsOf(store, { sentiment: "negative" }), [2]);
    deepStrictEqual(await seqsOf(store, { sentiment: "neutral" }), [4, 3]);
    const { buckets } = await readRows(store.db.kysely);
    const hour = buckets.find(({ step }) => step === 3_600)!;
    deepStrictEqual([hour.positive, hour.negative, hour.neutral], [2, 1, 2]);
  });

  Deno.test(`findPosts() on ${name} filters by sentiment, together with all else`, async () => {
    await using store = await open();
    const entries = [-3, 0, 2, -1, 0, 1].map((score, i) =>
      postEntry(i + 1, { score, text: i < 3 ? "early" : "late" })
    );
    await storeBatch(store.db, store.stream, entries);
    deepStrictEqual(await seqsOf(store, { sentiment: "negative" }), [4, 1]);
    deepStrictEqual(await seqsOf(store, { sentiment: "neutral" }), [5, 2]);
    deepStrictEqual(await seqsOf(store, { sentiment: "positive" }), [6, 3]);
    deepStrictEqual(
      await seqsOf(store, {
        sentiment: "positive",
        q: "EARLY",
        before: { seq: 6 },
      }),
      [3],
    );
  });

  testChoices(name, open);

  Deno.test(`exportPosts() on ${name} gives each post of a time once, in the order of seq, over many pages`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    await storeBatch(db, stream, [
      ...postEntries(1, 1_700).map((entry, i) => ({
        ...entry,
        topicId: i % 3 === 0 ? 2 : 1,
        createdMs: NOON - (i * 7 % 1_700) * 1_000,
      })),
      deleteEntry(1_701, "p2"),
    ]);
    const range = { from: NOON / 1_000 - 1_000, to: NOON / 1_000 - 10 };
    const posts = await Array.fromAsync(
      exportPosts(db.kysely, topics[0], range),
    );
    const expected = Array.from({ length: 1_700 }, (_, i) => i)
      .filter((i) => i % 3 !== 0 && i !== 1)
      .filter((i) => i * 7 % 1_700 > 10 && i * 7 % 1_700 <= 1_000);
    deepStrictEqual(posts.map(({ seq }) => seq), expected.map((i) => i + 1));
    const all = { from: -1e9, to: 1e11 };
    const every = await Array.fromAsync(
      exportPosts(db.kysely, topics[0], all),
    );
    strictEqual(every.length, 1_132);
    strictEqual(every[0]!.topic, "trump");
  });

  Deno.test(`exportPosts() on ${name} gives all of a topic that ends with a full page`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    await storeBatch(db, stream, postEntries(1, 1_000));
    const range = { from: 0, to: NOON };
    const posts = await Array.fromAsync(
      exportPosts(db.kysely, topics[0], range),
    );
    strictEqual(posts.length, 1_000);
  });
});
