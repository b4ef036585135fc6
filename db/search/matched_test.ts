import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { PostFilter } from "../../domain/post/search.ts";
import { matchQuery, prepareText } from "../../domain/query/match.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import { readText } from "../../domain/sentiment/reading.ts";
import { extractTerms } from "../../domain/sentiment/terms.ts";
import { countMatched } from "../../domain/series/matched.ts";
import { MINUTE, type TimeRange } from "../../domain/time/range.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  editEntry,
  NOON,
  postEntries,
  scoredEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import { sentimentOfRow } from "../connection/scores.ts";
import { readSeries, readSourceSeries } from "../read/series.ts";
import { readTerms } from "../read/terms.ts";
import { prunePosts } from "../write/prune.ts";
import { storeBatch } from "../write/store_batch.ts";
import { updatePostings } from "./keep_postings.ts";
import { readMatched } from "./matched.ts";
import { readMatchedTerms } from "./matched_terms.ts";

const PIECES = [
  ..."good goooood bad awful sea #Ice #ice-cold ice @ann @Bob 😀 ❤️ 東京 地震"
    .split(" "),
  "https://a.example/x",
  "http://www.A.example",
  "https://b.example?y",
  "https://bücher.example/1",
  "https://b%2eexample/",
  "not good",
];
const ENTITIES = [
  undefined,
  { links: ["https://a.example/"], hashtags: ["Ice"] },
  { mentions: ["ann@social.example"] },
];
const KINDS = ["post", "repost", "quote", "reply", undefined] as const;

const POST = fc.record({
  text: fc.array(fc.constantFrom(...PIECES), { maxLength: 5 })
    .map((pieces) => pieces.join(" ")),
  author: fc.constantFrom("Ann", "ann.example", "bob", null),
  lang: fc.constantFrom("en", "de", "und"),
  source: fc.constantFrom("file", "bluesky"),
  postKind: fc.constantFrom(...KINDS),
  entities: fc.constantFrom(...ENTITIES),
});

const FILTER: fc.Arbitrary<PostFilter> = fc.record({
  sentiment: fc.constantFrom("positive", "neutral", "negative"),
  term: fc.constantFrom(
    ...[["positive", "good"], ["negative", "not good"], ["hashtag", "ice"]],
    ...[["mention", "ann"], ["mention", "ann@social.example"], ["emoji", "😀"]],
  ).map(([kind, term]) => ({ kind, term })),
  site: fc.constantFrom("a.example", "b.example", "xn--bcher-kva.example"),
  author: fc.constantFrom("ann", "ann.example", "nobody"),
  lang: fc.constantFrom("en", "de"),
  kinds: fc.constantFrom(["post", "quote"], ["repost", "unknown"]),
  q: fc.constantFrom("ice", "good -bad", "地震 OR sea", "from:bob", "no:query"),
}, { requiredKeys: [] }).filter((filter) => {
  const size = Object.keys(filter).length;
  return size > 0 && size < 3;
}) as fc.Arbitrary<PostFilter>;

const START = NOON / 1_000;
const RANGE = fc.tuple(
  fc.integer({ min: -10, max: 500 }),
  fc.integer({ min: 1, max: 500 }),
).map(([from, span]) => ({ from: START + from, to: START + from + span }));

/** All rows of a topic, compared one by one. */
async function recount(
  { db, topics: [topic] }: TestStore,
  { from, to }: TimeRange,
  { sentiment, term, site, author, lang, kinds, q }: PostFilter,
): Promise<{ seqs: number[]; of: number }> {
  const rows = await db.kysely.selectFrom("posts").selectAll()
    .where("topic_id", "=", topic.id).execute();
  const within = rows.filter(({ created_ms: ms }) =>
    ms >= from * 1_000 && ms < to * 1_000
  );
  const wanted = within.filter((row) => {
    const entities = row.entities === null
      ? undefined
      : JSON.parse(row.entities);
    const post = { ...row, ...(entities && { entities }) };
    const terms = extractTerms(post, readText(row.text, topic.words));
    const holds = (kind: string, name: string) =>
      terms.some((one) => one.kind === kind && one.term === name);
    return row.deleted === 0 &&
      (!sentiment || sentimentOfRow(row) === sentiment) &&
      (!term || holds(term.kind, term.term)) &&
      (!site || holds("link", site)) &&
      (!author || row.author?.toLowerCase() === author) &&
      (!lang || row.lang === lang) &&
      (!kinds || kinds.includes(row.kind ?? "unknown")) &&
      (!q || q === "no:query"
        ? !q || /no.*query/.test(row.text)
        : matchQuery(parseQuery(q), prepareText(post)));
  });
  const newest = wanted.sort((a, b) =>
    Math.floor(b.created_ms / 1_000) - Math.floor(a.created_ms / 1_000) ||
    b.seq - a.seq
  );
  return { seqs: newest.map(({ seq }) => seq), of: within.length };
}

forEachDatabase((name, open) => {
  Deno.test(`readMatched() on ${name} finds what a recount finds, however much is indexed`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    const seed = Date.now() & 0xffff;
    const numRuns = 60;
    const posts = fc.sample(POST, { numRuns: 400, seed });
    const cases = fc.sample(fc.tuple(FILTER, RANGE), { numRuns, seed });
    const entries = posts.map((post, i) =>
      scoredEntry(
        i + 1,
        {
          ...post,
          createdMs: NOON + (i * 7_919) % 400 * 1_000,
        } as Parameters<typeof scoredEntry>[1],
      )
    );
    let found = 0;
    const check = async () => {
      for (const [filter, range] of cases) {
        const { seqs, of } = await recount(store, range, filter);
        const words = `${seed} ${JSON.stringify([filter, range])}`;
        for (const scanned of [0, 5_000]) {
          const matched = await readMatched(db.kysely, topic, range, filter, {
            scanned,
          });
          deepStrictEqual(matched.posts.map(({ seq }) => seq), seqs, words);
          strictEqual(matched.of, of, words);
        }
        found += seqs.length;
      }
    };
    await storeBatch(db, stream, entries.slice(0, 200));
    await check();
    while (await updatePostings(db, { minPosts: 1 })) { /* to the end */ }
    await storeBatch(db, stream, entries.slice(200));
    await storeBatch(db, stream, [
      editEntry(500, "p40", { text: "good #ice" }),
      deleteEntry(501, "p10"),
      deleteEntry(502, "p250"),
    ]);
    await check();
    ok(found > 300, `only ${found} found, seed ${seed}`);
  });

  Deno.test(`readMatched() on ${name} counts as the rollups do`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    const posts = fc.sample(POST, { numRuns: 300, seed: 7 });
    await storeBatch(
      db,
      stream,
      posts.map((post, i) =>
        scoredEntry(
          i + 1,
          {
            ...post,
            createdMs: NOON + (i * 7_919) % 300 * 1_000,
          } as Parameters<typeof scoredEntry>[1],
        )
      ),
    );
    const all = { kinds: ["post", "repost", "quote", "reply", "unknown"] };
    const range = { from: START + 13, to: START + 251 };
    for (const step of [10, MINUTE, { per: "hour", zone: "Asia/Kolkata" }]) {
      const args = [db.kysely, topic, range, step] as Parameters<
        typeof readSeries
      >;
      const matched = await readMatched(
        db.kysely,
        topic,
        range,
        all as PostFilter,
      );
      const counted = countMatched(matched, topic.slug, args[3]);
      deepStrictEqual(counted.series, await readSeries(...args));
      if (step !== 10) {
        const { sources } = await readSourceSeries(...args);
        deepStrictEqual(counted.sources.sources, sources);
      }
    }
    const whole = { from: START, to: START + 300 };
    const { posts: found } = await readMatched(
      db.kysely,
      topic,
      whole,
      all as PostFilter,
    );
    const terms = await readMatchedTerms(db.kysely, topic, found);
    for (const [kind, counts] of terms) {
      const asked = { topicId: topic.id, kind, ...whole, limit: 200 };
      const sort = (rows: typeof counts) =>
        rows.map(({ term, count }) => `${term} ${count}`).sort();
      deepStrictEqual(
        sort(counts),
        sort(await readTerms(db.kysely, asked)),
        kind,
      );
    }
  });

  Deno.test(`readMatched() on ${name} reads the newest posts only, and says since when`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    // Two of a second.
    const entries = postEntries(1, 100).map((entry, i) => ({
      ...entry,
      createdMs: NOON + Math.floor(i / 2) * 1_000,
    }));
    await storeBatch(db, stream, entries);
    const range = { from: START, to: START + 100 };
    const filter = { lang: "en" };
    const read = (most: number) =>
      readMatched(db.kysely, topic, range, filter, { most });
    const cut = await read(31);
    deepStrictEqual(cut.range, { from: START + 35, to: START + 100 });
    strictEqual(cut.posts.length, 30);
    strictEqual(cut.of, 30);
    ok(cut.isCut);
    const whole = await read(100);
    deepStrictEqual(whole.range, range);
    strictEqual(whole.posts.length, 100);
    ok(!whole.isCut);
  });

  Deno.test(`readMatched() on ${name} begins where posts are still stored`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    await storeBatch(db, stream, postEntries(1, 40));
    await prunePosts(db, NOON + 21);
    const range = { from: START, to: START + 100 };
    const { posts, of, gone, range: read } = await readMatched(
      db.kysely,
      topic,
      range,
      { lang: "en" },
    );
    deepStrictEqual([posts.length, of, gone], [20, 20, 20]);
    deepStrictEqual(read, { from: START + 21, to: START + 100 });
    const before = { from: START, to: START + 20 };
    const none = await readMatched(db.kysely, topic, before, { lang: "en" });
    deepStrictEqual([none.posts.length, none.of, none.gone], [0, 0, 19]);
    strictEqual(none.range.to, before.to);
    ok(none.range.from < none.range.to);
  });

  Deno.test(`readMatched() on ${name} counts a topic without posts`, async () => {
    await using store = await open();
    const { db, topics: [, topic] } = store;
    const range = { from: 0, to: START };
    const { posts, of, gone } = await readMatched(db.kysely, topic, range, {
      q: "rain",
    });
    deepStrictEqual([posts, of, gone], [[], 0, 0]);
  });
});
