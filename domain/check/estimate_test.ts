import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { existsSync } from "node:fs";
import {
  readPosts,
  SHARED_DATA,
} from "../../tools/sentiment/labelled_posts.ts";
import { decide, scoreText } from "../sentiment/score.ts";
import {
  adjust,
  adjustShares,
  type ByMood,
  byMood,
  estimateShares,
  findPriors,
  type LabelledPost,
  MOODS,
  poolOf,
  wilson,
} from "./estimate.ts";

const P = (positive: number, negative: number): ByMood => ({
  positive,
  neutral: 1 - positive - negative,
  negative,
});
const Y = {
  positive: P(1, 0),
  neutral: P(0, 0),
  negative: P(0, 1),
};

Deno.test("estimateShares() of a scorer that knows nothing is what labels say", () => {
  const labelled = [Y.negative, Y.negative, Y.neutral, Y.positive]
    .map((y) => ({ p: P(0.2, 0.3), y }));
  const found = estimateShares(labelled, poolOf([P(0.2, 0.3)]), 1_000);
  const { share, low, high } = found.negative;
  strictEqual(share, 0.5);
  const alone = wilson(0.5, 4);
  ok(Math.abs(low - alone.low) < 0.01 && Math.abs(high - alone.high) < 0.01);
});

Deno.test("estimateShares() corrects the scorer by the posts that were labelled", () => {
  // It takes half of what is negative for neutral.
  const labelled = [
    ...Array.from({ length: 10 }, () => ({ p: P(0, 1), y: Y.negative })),
    ...Array.from({ length: 10 }, () => ({ p: P(0, 0), y: Y.negative })),
    ...Array.from({ length: 20 }, () => ({ p: P(0, 0), y: Y.neutral })),
  ];
  const pool = poolOf(Array.from({ length: 400 }, (_, i) => P(0, +(i < 100))));
  const { positive, neutral, negative } = estimateShares(labelled, pool, 1e6);
  ok(Math.abs(negative.share - 0.5) < 0.01, `${negative.share}`);
  ok(negative.low > 0.34 && negative.high < 0.66);
  const sum = positive.share + neutral.share + negative.share;
  ok(Math.abs(sum - 1) < 1e-12);
  strictEqual(positive.share, 0);
  ok(positive.high > 0.05, "what was never seen is not impossible");
});

Deno.test("estimateShares() is exact once all posts are labelled", () => {
  const labelled = [Y.negative, Y.neutral, Y.neutral, Y.positive]
    .map((y, i) => ({ p: P(i / 10, 0.3), y }));
  const pool = poolOf(labelled.map(({ p }) => p));
  const { negative } = estimateShares(labelled, pool, 4);
  ok(Math.abs(negative.share - 0.25) < 1e-12);
  strictEqual(negative.high - negative.low, 0);
});

Deno.test("wilson() stays between 0 and 1", () => {
  for (const [share, n] of [[0, 10], [1, 10], [-0.1, 5], [1.1, 5]] as const) {
    const { low, high, share: shown } = wilson(share, n);
    ok(0 <= low && low <= shown && shown <= high && high <= 1);
    ok(high - low > 0.1);
  }
});

Deno.test("findPriors() makes the mean of adjusted probabilities that of the labels", () => {
  const labelled: LabelledPost[] = Array.from({ length: 60 }, (_, i) => ({
    p: P((i % 7) / 10, (i % 4) / 12),
    y: [Y.negative, Y.negative, Y.neutral, Y.positive][i % 4]!,
  }));
  const priors = findPriors(labelled);
  for (const mood of MOODS) {
    const mean = labelled.reduce((a, { p }) => a + adjust(p, priors)[mood], 0) /
      60;
    const wanted = { positive: 15.5, neutral: 15.5, negative: 30.5 }[mood];
    ok(Math.abs(mean - wanted / 61.5) < 1e-3, `${mood}: ${mean}`);
  }
  deepStrictEqual(
    adjust(P(0.2, 0.3), byMood(() => 1)),
    { positive: 0.2, neutral: 0.5, negative: 0.3 },
  );
});

/** Numbers in [0, 1), the same each time (mulberry32). */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Moves `count` random items to the front. */
function shuffle<T>(items: T[], count: number, random: () => number): T[] {
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (items.length - i));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}

/** Airline posts, on which nothing was trained; null where they are not here, which the terminal says. */
function readAirlines(): LabelledPost[] | null {
  if (!existsSync(SHARED_DATA)) {
    // deno-lint-ignore no-console
    console.log("labelled posts are not here: checks are NOT simulated");
    return null;
  }
  return readPosts(SHARED_DATA, "airlines").map(({ text, lang, label }) => {
    const { pPositive, pNegative } = scoreText(text, { lang });
    return { p: P(pPositive, pNegative), y: Y[label] };
  });
}

Deno.test("checks of 100 posts hold the true shares of airline posts in 90 % of cases or more", () => {
  const posts = readAirlines();
  if (!posts) return;
  const random = seeded(12);
  const truth = byMood((mood) =>
    posts.reduce((sum, { y }) => sum + y[mood], 0) / posts.length
  );
  const runs = 1_000;
  const held = { positive: 0, neutral: 0, negative: 0 };
  let width = 0;
  for (let run = 0; run < runs; run++) {
    shuffle(posts, 1_100, random);
    const pool = poolOf(posts.slice(100, 1_100).map(({ p }) => p));
    const found = estimateShares(posts.slice(0, 100), pool, posts.length);
    for (const mood of MOODS) {
      const { low, high } = found[mood];
      if (low <= truth[mood] && truth[mood] <= high) held[mood]++;
    }
    width += (found.negative.high - found.negative.low) / runs;
  }
  for (const mood of MOODS) {
    const part = held[mood] / runs;
    ok(part >= 0.9 && part < 0.99, `${mood}: ${part}`);
  }
  // Labels alone would give .186.
  ok(width < 0.16, `${width}`);
});

Deno.test("a check of 100 posts corrects later shares by more than half of their error", () => {
  const posts = readAirlines();
  if (!posts) return;
  const checked = shuffle(posts, 100, seeded(3)).splice(0, 100);
  const errors = { counted: 0, adjusted: 0 };
  const hours = 100;
  for (let hour = 0; hour < hours; hour++) {
    const later = posts.slice(hour * 140, (hour + 1) * 140);
    const share = (is: (post: LabelledPost) => boolean) =>
      later.filter(is).length / later.length;
    const truth = share(({ y }) => y.negative === 1);
    const counted = share(({ p }) =>
      decide({ pNegative: p.negative, pPositive: p.positive }) === "negative"
    );
    const { negative } = adjustShares(
      checked,
      later.map(({ p }) => p),
      later.length,
    );
    errors.counted += Math.abs(counted - truth) / hours;
    errors.adjusted += Math.abs(negative.share - truth) / hours;
  }
  ok(errors.adjusted < 0.08, JSON.stringify(errors));
  ok(errors.adjusted < errors.counted / 2, JSON.stringify(errors));
});
