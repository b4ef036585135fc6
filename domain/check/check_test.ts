import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { SCORER_VERSION } from "../sentiment/model.ts";
import {
  type Check,
  type CheckedPost,
  findDifferences,
  findOutdated,
  type Label,
  progressOf,
  resultOf,
  toByMood,
  toCheckPool,
} from "./check.ts";
import { exportLabels, formatLabels } from "./report.ts";

const SURE = {
  positive: toByMood({ pPositive: 0.9, pNegative: 0.02 }),
  neutral: toByMood({ pPositive: 0.1, pNegative: 0.1 }),
  negative: toByMood({ pPositive: 0.1, pNegative: 0.8 }),
};

/** A post with labels of the readers `a`, `b` and so on, a second after that of the place before. */
function checked(
  place: number,
  decision: keyof typeof SURE,
  ...labels: Label[]
): CheckedPost {
  return {
    ...{ place, seq: 100 + place, p: SURE[decision] },
    labels: labels.map((label, i) => ({
      ...{ reader: "abc"[i]!, label, createdMs: 1_000 * (place + 60 * i) },
    })),
  };
}

function checkOf(posts: readonly CheckedPost[]): Check {
  return {
    ...{ id: 1, from: 0, to: 3_600, posts: 1_000, scorer: SCORER_VERSION },
    ...{
      query: "tea",
      hasSameWords: true,
      topicPosts: 5_000,
      createdMs: 7,
      checked: posts,
    },
    pool: toCheckPool([SURE.positive, SURE.neutral, SURE.negative]),
  };
}

Deno.test("findOutdated() says why: another scorer, another query, other words, ten times the posts", () => {
  const check = checkOf([]);
  const now = { query: "tea", posts: 15_000 };
  deepStrictEqual(findOutdated(check, now), []);
  deepStrictEqual(findOutdated(check, { ...now, posts: 15_001 }), ["posts"]);
  deepStrictEqual(
    findOutdated({ ...check, scorer: 0 }, { ...now, query: "tea OR cup" }),
    ["scorer", "query"],
  );
  deepStrictEqual(
    findOutdated({ ...check, hasSameWords: false }, now),
    ["words"],
  );
  deepStrictEqual(
    findOutdated({ ...check, posts: 3 }, { ...now, posts: 6_000 }),
    [],
    "few posts are soon ten times as many",
  );
});

Deno.test("resultOf() waits for 30 labels that say something, or all of a smaller check", () => {
  const posts = (count: number, label: Label, rest = 20) => [
    ...Array.from({ length: count }, (_, i) => checked(i, "neutral", label)),
    ...Array.from({ length: rest }, (_, i) => checked(count + i, "neutral")),
  ];
  strictEqual(resultOf(checkOf(posts(29, "negative"))), null);
  strictEqual(resultOf(checkOf(posts(30, "skip"))), null);
  strictEqual(resultOf(checkOf([])), null);
  const found = resultOf(checkOf(posts(30, "negative")))!;
  deepStrictEqual(
    [found.labelled, found.readers, found.labelledMs, found.agreement],
    [30, 1, 29_000, null],
  );
  ok(found.shares.negative.share > 0.9 && found.shares.negative.low < 0.95);
  ok(Math.abs(found.scored.negative.share - 1 / 3) < 1e-9);
  strictEqual(found.confusion.neutral.negative, 30);
  ok(resultOf(checkOf(posts(5, "negative", 0))));
});

Deno.test("resultOf() counts each of several readers, and how far they agree", () => {
  const found = resultOf(checkOf([
    checked(0, "positive", "positive", "negative"),
    checked(1, "negative", "negative", "negative"),
    checked(2, "neutral", "skip", "neutral"),
  ]))!;
  deepStrictEqual([found.labelled, found.readers], [3, 2]);
  deepStrictEqual(found.confusion.positive, {
    positive: 1,
    neutral: 0,
    negative: 1,
  });
  strictEqual(found.agreement, 0);
});

Deno.test("findDifferences() begins with what the scorer held least likely", () => {
  const posts = [
    checked(0, "positive", "positive"),
    checked(1, "neutral", "negative"),
    checked(2, "positive", "negative"),
    checked(3, "negative", "skip"),
    checked(4, "negative", "negative", "positive"),
  ];
  const found = findDifferences(checkOf(posts), 2);
  deepStrictEqual(found.map(({ place }) => place), [2, 1]);
  strictEqual(findDifferences(checkOf(posts), 9).length, 3);
});

Deno.test("progressOf() follows one reader, and learns the pace", () => {
  const posts = [
    ...Array.from({ length: 8 }, (_, i) => checked(i, "neutral", "skip")),
    checked(8, "neutral"),
    checked(9, "neutral"),
  ];
  const first = progressOf(checkOf(posts), "a");
  deepStrictEqual(
    [first.done, first.size, first.next?.place, first.last?.place],
    [8, 10, 8, 7],
  );
  strictEqual(first.secondsLeft, 2);
  const other = progressOf(checkOf(posts), null);
  deepStrictEqual(
    [other.done, other.next?.place, other.last, other.secondsLeft],
    [0, 0, null, 30],
  );
});

Deno.test("exportLabels() names readers by numbers, and posts by ids while they are stored", () => {
  const check = checkOf([
    checked(0, "positive", "skip", "negative"),
    checked(1, "neutral", "neutral"),
  ]);
  const posts = new Map([[100, { source: "file", id: 'a "b"' }]]);
  const labels = exportLabels(check, posts);
  deepStrictEqual(labels.map(({ reader, id }) => [reader, id]), [
    [1, 'a "b"'],
    [2, 'a "b"'],
    [1, null],
  ]);
  strictEqual(
    formatLabels(labels).split("\r\n")[1],
    '0,file,"a ""b""",1,skip,1970-01-01T00:00:00.000Z,positive,0.9,0.08,0.02',
  );
});
