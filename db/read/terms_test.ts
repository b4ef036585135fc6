import fc from "fast-check";
import { deepStrictEqual } from "node:assert/strict";
import type { Term, TermKind } from "../../domain/post/post.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { compareBytes, startOf } from "../../tests/support/recount.ts";
import { NOON, postEntry } from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { findPosts } from "../search/search.ts";
import { compareTerms, readTerms } from "./terms.ts";

const WORDS = ["good", "Good", "göod", "good ", "__proto__", "😀", "😃"];
const HOUR = 3_600;

/** Posts over five hours and around 1970, each with some terms of two kinds. */
const POSTS = Array.from({ length: 300 }, (_, i) => {
  const center = i % 3 === 0 ? 0 : NOON;
  const createdMs = center + (i * 7_919_333) % 18_000_000 - 9_000_000;
  const kinds: TermKind[] = i % 4 === 0 ? ["emoji"] : ["positive", "emoji"];
  const terms = kinds.flatMap((kind): Term[] =>
    WORDS.filter((_, j) => (i + j) % 3 === 0).map((term) => ({ kind, term }))
  );
  return postEntry(i + 1, { topicId: i % 6 === 0 ? 2 : 1, createdMs, terms });
});

/** The most frequent terms as a recount of the posts in whole minutes has them. */
function recount(
  topicId: number,
  kind: TermKind,
  range: { from: number; to: number },
) {
  const counts = new Map<string, number>();
  for (const post of POSTS) {
    const minute = startOf(post.createdMs, 60);
    const isIn = minute + 60 > range.from && minute < range.to;
    if (post.topicId !== topicId || !isIn) continue;
    for (const { kind: own, term } of post.terms) {
      if (own === kind) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
  return Array.from(counts, ([term, count]) => ({ term, count }))
    .sort((a, b) => b.count - a.count || compareBytes(a.term, b.term));
}

/** Whether a topic has a post in the day or the span before a time, in seconds, or in its minute. */
function hasShortlyBefore(topicId: number, time: number, span: number) {
  return POSTS.filter((post) => post.topicId === topicId)
    .map(({ createdMs }) => startOf(createdMs, 60))
    .some((t) => t <= time && t >= time - Math.max(24 * HOUR, span));
}

forEachDatabase((name, open) => {
  Deno.test(`readTerms() and compareTerms() on ${name} equal a recount, across the edges of minutes and hours`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, POSTS);
    const offset = fc.oneof(
      fc.constantFrom(
        -1,
        0,
        1,
        59,
        60,
        61,
        HOUR - 60,
        HOUR - 1,
        HOUR,
        HOUR + 1,
      ),
      fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2),
        fc.constantFrom<TermKind>("positive", "emoji"),
        fc.constantFrom(0, NOON / 1_000),
        offset,
        fc.oneof(offset.map(Math.abs), fc.integer({ min: 1, max: 200 })),
        async (topicId, kind, center, shift, span) => {
          const from = center + shift;
          const range = { from, to: from + Math.max(1, span) };
          const found = await readTerms(db.kysely, {
            topicId,
            kind,
            ...range,
            limit: 100,
          });
          deepStrictEqual(
            found.map((row) => ({ ...row })),
            recount(topicId, kind, range),
          );
          const compared = await compareTerms(db.kysely, {
            topicId,
            kind,
            ...range,
            limit: 100,
          });
          const start = Math.floor(range.from / 60) * 60;
          const length = Math.ceil(range.to / 60) * 60 - start;
          const isKnown = hasShortlyBefore(topicId, start - length, length);
          const before = new Map(
            recount(topicId, kind, { from: start - length, to: start })
              .map(({ term, count }) => [term, count]),
          );
          deepStrictEqual(
            compared,
            recount(topicId, kind, range).map((row) => ({
              ...row,
              before: isKnown ? before.get(row.term) ?? 0 : null,
            })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  Deno.test(`readTerms() on ${name} gives as many as asked for, 20 by itself`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const terms = Array.from(
      { length: 30 },
      (_, i): Term => ({ kind: "hashtag", term: `t${10 + i}` }),
    );
    await storeBatch(db, stream, [
      postEntry(1, { terms }),
      postEntry(2, { terms: terms.slice(29) }),
    ]);
    const from = NOON / 1_000;
    const range = { topicId: 1, kind: "hashtag", from, to: from + 60 } as const;
    const [first, second, ...others] = await readTerms(db.kysely, range);
    deepStrictEqual({ ...first }, { term: "t39", count: 2 });
    deepStrictEqual({ ...second }, { term: "t10", count: 1 });
    deepStrictEqual(others.length, 18);
    const two = await readTerms(db.kysely, { ...range, limit: 2 });
    deepStrictEqual(two.map(({ term }) => term), ["t39", "t10"]);
  });

  Deno.test(`readTerms() on ${name} finds nothing in no time`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, POSTS);
    for (const to of [NOON / 1_000, NOON / 1_000 - HOUR]) {
      const range = { from: NOON / 1_000, to };
      deepStrictEqual(
        await readTerms(db.kysely, { topicId: 1, kind: "positive", ...range }),
        [],
      );
    }
  });
});

forEachDatabase((name, open) => {
  Deno.test(`readTerms() and findPosts() on ${name} take older rows of a language for it`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const langs = ["pt-BR", "pt", "iw", "he", "zh-Hant-TW", "qme"];
    await storeBatch(
      db,
      stream,
      langs.map((lang, i) =>
        postEntry(i + 1, { lang, terms: [{ kind: "lang", term: lang }] })
      ),
    );
    const range = { from: NOON / 1_000 - HOUR, to: NOON / 1_000 + HOUR };
    const asked = { topicId: 1, kind: "lang" as const, ...range };
    const counts = [["he", 2], ["pt", 2], ["und", 1], ["zh", 1]] as const;
    deepStrictEqual(
      await readTerms(db.kysely, asked),
      counts.map(([term, count]) => ({ term, count })),
    );
    for (const [lang, count] of counts) {
      const { posts } = await findPosts(db.kysely, topics[0], {
        lang,
        limit: 9,
      });
      deepStrictEqual(posts.map((post) => post.lang), Array(count).fill(lang));
    }
  });
});
