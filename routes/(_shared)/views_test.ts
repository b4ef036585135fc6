import type { ListKind } from "../../domain/request/address.ts";
import {
  deepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import type { PostFilter, PostSearch } from "../../domain/post/search.ts";
import type { PageRange } from "../../domain/request/range.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { makePosts } from "../../tests/support/posts.ts";
import { readPostsView, readTermsView, readTopic } from "./views.ts";

const NEWEST = makePosts(Array.from({ length: 50 }, (_, i) => 50 - i));

async function read(query: string, posts = NEWEST) {
  const asked: PostSearch[] = [];
  const view = await readPostsView(
    {
      readPosts(_slug, search) {
        asked.push(search);
        return Promise.resolve({ posts: makePosts([7]), next: "3" });
      },
    },
    "trump",
    new URLSearchParams(query),
    { posts, seq: 99 },
    1_600_000_000_000,
  );
  return { view, asked };
}

Deno.test("readPostsView() takes what is known where nothing else is asked for", async () => {
  const { view, asked } = await read("list=emoji");
  deepStrictEqual(asked, []);
  deepStrictEqual(view, {
    posts: NEWEST.slice(0, 30),
    next: "21000_21",
    seq: 99,
  });
  const few = await read("", NEWEST.slice(0, 30));
  strictEqual(few.view.next, null);
});

Deno.test("readPostsView() reads what is asked for", async () => {
  const { view, asked } = await read("mood=positive&range=24h");
  deepStrictEqual(asked, [
    { sentiment: "positive", from: 1_599_913_600, limit: 30 },
  ]);
  deepStrictEqual(view, { posts: makePosts([7]), next: "3", seq: 99 });
  deepStrictEqual((await read("before=5")).asked, [
    { before: { seq: 5 }, limit: 30 },
  ]);
});

Deno.test("readPostsView() refuses what is no filter", async () => {
  await rejects(read("mood=glad"), { parameter: "mood" });
});

const NOW = 1_600_000_000_000;

async function readReadTermsView(
  range: PageRange,
  { list = "emoji", filter = {} }: { list?: ListKind; filter?: PostFilter } =
    {},
) {
  const ranges: unknown[] = [];
  const view = await readTermsView(
    {
      compareTerms(_slug, range, kind) {
        ranges.push(range);
        return Promise.resolve([{ term: kind, count: 2, before: 1 }]);
      },
      readTerms: (_slug, _range, kind) =>
        Promise.resolve([{ term: kind, count: 2 }]),
      readExtent: () => Promise.resolve({ from: 0, to: 3_600 }),
      readMatchedTerms(_slug, range, filter, kind) {
        ranges.push([range, filter]);
        return Promise.resolve([{ term: kind, count: 3 }]);
      },
      readTop(_slug, range, { kind, filter }) {
        ranges.push([range, filter]);
        const row = { isHashed: false, source: "file", id: "1", posts: 2 };
        const time = new Date(0).toISOString();
        const times = { share: 1, authors: 1, first: time, last: time };
        return Promise.resolve({
          ...{ kind, total: 2, examined: 2, most: 5_000, posts: 2 },
          distinct: 12,
          rows: Array.from({ length: 12 }, (_, i) => ({
            ...{ ...row, ...times, value: `ann${i}` },
          })),
        });
      },
    },
    "trump",
    { range, list, filter, nowMs: NOW },
  );
  return { view, ranges };
}

Deno.test("readTermsView() compares the words of both moods and one more list", async () => {
  const { view, ranges } = await readReadTermsView({ kind: "live" });
  const row = (term: string) => [{ term, count: 2, before: 1 }];
  deepStrictEqual(view, {
    positive: row("positive"),
    negative: row("negative"),
    emoji: row("emoji"),
  });
  deepStrictEqual(ranges[0], { from: 1_599_999_110, to: 1_600_000_010 });
});

Deno.test("readTermsView() compares nothing with what is before all", async () => {
  const { view, ranges } = await readReadTermsView({ kind: "all" });
  deepStrictEqual(view.emoji, [{ term: "emoji", count: 2 }]);
  deepStrictEqual(ranges, []);
});

Deno.test("readTermsView() counts the terms of what matches a filter, in the times of the charts", async () => {
  const filter = { q: "rain" };
  const live = await readReadTermsView({ kind: "live" }, { filter });
  deepStrictEqual(live.view.emoji, [{ term: "emoji", count: 3 }]);
  deepStrictEqual(
    live.ranges[0],
    [{ from: 1_599_999_060, to: 1_600_000_020 }, filter],
  );
  const all = await readReadTermsView({ kind: "all" }, { filter });
  deepStrictEqual(all.ranges[0], [{ from: 0, to: 3_600 }, filter]);
});

Deno.test("readTermsView() shows the first ten of a list that is counted post by post", async () => {
  const list = "author" as const;
  const { view, ranges } = await readReadTermsView({ kind: "all" }, { list });
  strictEqual(view.author!.length, 10);
  deepStrictEqual(view.author![0], { term: "ann0", count: 2 });
  deepStrictEqual(ranges, [[{ from: 0, to: 3_600 }, {}]]);
});

Deno.test("readTermsView() filters a list that is counted post by post, in the times of the charts", async () => {
  const filter = { q: "rain" };
  const asked = { list: "author", filter } as const;
  const { ranges } = await readReadTermsView({ kind: "live" }, asked);
  deepStrictEqual(
    ranges.at(-1),
    [{ from: 1_599_999_060, to: 1_600_000_020 }, filter],
  );
});

Deno.test("readTopic() reads the topic of an address, and refuses one without", () => {
  strictEqual(readTopic(endpointContext("/?topic=climate")), "climate");
  for (const query of ["", "?topic="]) {
    throws(() => readTopic(endpointContext(`/${query}`)), {
      name: "ParameterError",
      parameter: "topic",
    });
  }
});
