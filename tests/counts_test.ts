import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { storeBatch } from "../db/write/store_batch.ts";
import { Feed } from "../live/feed.ts";
import { handler as exportPosts } from "../routes/api/export.ts";
import { handler as findPosts } from "../routes/api/posts.ts";
import { handler as readSeries } from "../routes/api/series.ts";
import { handler as readTerms } from "../routes/api/terms.ts";
import { readLoadedRange } from "../routes/(_shared)/range.ts";
import { createLiveReads, createState } from "../start/web/state.ts";
import type { State } from "../state.ts";
import { readPageRange } from "../domain/request/range.ts";
import { forEachDatabase } from "./support/mysql.ts";
import { endpointContext } from "./support/endpoints.ts";
import { NOON, postEntry } from "./support/store.ts";

/** Posts over 40 days, many of them within an hour, none at whole seconds only. */
const POSTS = Array.from({ length: 600 }, (_, i) =>
  postEntry(i + 1, {
    createdMs: NOON +
      (i % 3 === 0 ? i * 6_007 : i * 7_919_333 % (40 * 86_400_000)),
    score: i % 5 - 2,
    lang: i % 2 ? "en" : "de",
    terms: [{ kind: "lang", term: i % 2 ? "en" : "de" }],
  }));

interface Columns {
  readonly posts: readonly number[];
  readonly sources?: Readonly<Record<string, readonly number[]>>;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** How many posts each answer counts in a range. */
async function counts(state: Partial<State>, query: string) {
  const get = (path: string, more = "") =>
    endpointContext(`/api/${path}?topic=trump&${query}${more}`, state);
  const series = async (more = ""): Promise<Columns> =>
    await (await readSeries.GET(get("series", more))).json();
  const paged = new Set<number>();
  for (let next: string | null = "", more = ""; next !== null;) {
    const answer = await findPosts.GET(get("posts", `&limit=97${more}`));
    const page: { posts: { seq: number }[]; next: string | null } = await answer
      .json();
    for (const { seq } of page.posts) {
      strictEqual(paged.has(seq), false, "a post came twice");
      paged.add(seq);
    }
    more = `&before=${next = page.next}`;
  }
  const text = await (await exportPosts.GET(get("export"))).text();
  const { posts, sources } = await series("&per=auto&by=source");
  const params = new URLSearchParams(query);
  const nowMs = Date.now();
  const { view } = await readLoadedRange(
    state as State,
    "trump",
    { address: `/t/trump?${query}`, range: readPageRange(params, nowMs) },
    nowMs,
  );
  return {
    series: sum((await series()).posts),
    auto: sum(posts),
    ...(sources && { sources: sum(Object.values(sources).flat()) }),
    days: sum((await series("&per=day&zone=Asia/Kathmandu")).posts),
    weeks: sum((await series("&per=week&zone=America/New_York")).posts),
    page: sum(view!.series.posts),
    posts: paged.size,
    export: text.split("\n").length - 1,
  };
}

/** Counts of a topic's languages: of whole minutes. */
async function countTerms(state: Partial<State>, query: string) {
  const path = `/api/terms?topic=trump&kind=lang&${query}`;
  const terms: { count: number }[] =
    await (await readTerms.GET(endpointContext(path, state))).json();
  return sum(terms.map(({ count }) => count));
}

/** Filters, and which posts they keep. */
const FILTERS: [
  query: string,
  keeps: (post: typeof POSTS[number]) => boolean,
][] = [
  ["", () => true],
  ["&lang=de", ({ lang }) => lang === "de"],
  ["&sentiment=negative&mood=negative", ({ score }) => score < 0],
  ["&q=post", () => true],
  ["&author=ANN&term=lang:en", ({ lang }) => lang === "en"],
  ["&site=example.com", () => false],
];

forEachDatabase((name, open) => {
  Deno.test(`page, API and export on ${name} count the same posts in any range, to the second`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, POSTS);
    using feed = new Feed(createLiveReads(db), { pollMs: 60_000 });
    const state = createState(db, {
      feed,
      readMetrics: () => Promise.resolve(""),
      readBanner: () => null,
      source: "test",
      log() {},
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -100, max: 40 * 86_400 }),
        fc.oneof(
          fc.integer({ min: 1, max: 5_000 }),
          fc.integer({ min: 1, max: 50 * 86_400 }),
        ),
        fc.constantFrom(...FILTERS.slice(1)),
        async (shift, span, filter) => {
          const from = NOON / 1_000 + shift;
          const to = from + span;
          for (const [query, keeps] of [FILTERS[0]!, filter]) {
            const expected = POSTS.filter((post) =>
              post.createdMs >= from * 1_000 && post.createdMs < to * 1_000 &&
              keeps(post)
            ).length;
            const found = await counts(state, `from=${from}&to=${to}${query}`);
            for (const [answer, count] of Object.entries(found)) {
              strictEqual(count, expected, `${answer} ${query}`);
            }
          }
          const [first, last] = [from - from % 60, to - to % 60 + 60];
          const whole = `from=${first}&to=${last}`;
          deepStrictEqual(
            await countTerms(state, whole),
            (await counts(state, whole)).series,
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});
