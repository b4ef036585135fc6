import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import Sentiment from "sentiment";
import {
  createBursts,
  createMood,
  type DemoDeletion,
  type DemoPost,
  generatePosts,
} from "./generate.ts";
import { Random } from "./random.ts";

const WORDS = ["trump", "climate"];
const RATE = 20;

function generate(minutes: number, seed = 1): (DemoPost | DemoDeletion)[] {
  const made: (DemoPost | DemoDeletion)[] = [];
  for (const event of generatePosts({ seed, rate: RATE, words: WORDS })) {
    if (event.elapsedMs >= minutes * 60_000) break;
    made.push(event);
  }
  return made;
}

const isPost = (made: DemoPost | DemoDeletion) => made.kind === "post";
const holds = (post: DemoPost, word: string) =>
  new RegExp(`(?<![\\w])${word}(?![\\w])`, "i").test(post.text);

/** Counts posts by the minute. */
function perMinute(posts: readonly DemoPost[], minutes: number): number[] {
  const counts = Array<number>(minutes).fill(0);
  for (const post of posts) counts[Math.floor(post.elapsedMs / 60_000)]!++;
  return counts;
}

const HOUR = generate(60);
const POSTS = HOUR.filter(isPost);
const ORIGINALS = POSTS.filter((post) => !post.text.startsWith("RT "));

function checkShare(name: string, part: number, low: number, high: number) {
  Deno.test(`generatePosts() makes ${name}`, () => {
    const share = part / POSTS.length;
    ok(share >= low && share <= high, `share is ${share}`);
  });
}

const countOf = (pattern: RegExp) =>
  POSTS.filter((post) => pattern.test(post.text)).length;
const aboutOf = (count: number) =>
  POSTS.filter((post) => WORDS.filter((w) => holds(post, w)).length === count);

checkShare("many posts about nothing tracked", aboutOf(0).length, 0.3, 0.6);
checkShare("a few about two topics", aboutOf(2).length, 0.003, 0.05);
checkShare("some deletions", HOUR.length - POSTS.length, 0.003, 0.007);
checkShare("some retweets", countOf(/^RT @\w+: /), 0.07, 0.15);
checkShare("some links", countOf(/https:\/\//), 0.1, 0.25);
checkShare("some hashtags", countOf(/#\p{L}/u), 0.15, 0.35);
checkShare("some emoji", countOf(/\p{Extended_Pictographic}/u), 0.15, 0.35);
for (const lang of ["es", "de", "fr", "pt", "ja", "ar"]) {
  const part = POSTS.filter((post) => post.lang === lang).length;
  checkShare(`some posts in ${lang}`, part, 0.01, 0.12);
}

Deno.test("generatePosts() repeats with its seed", () => {
  deepStrictEqual(generate(2, 5), generate(2, 5));
  notDeepStrictEqual(generate(2, 5), generate(2, 6));
});

Deno.test("generatePosts() keeps an even pace", () => {
  ok(Math.abs(POSTS.length / (RATE * 3_600) - 1) < 0.01);
  const counts = perMinute(POSTS, 60);
  ok(counts.every((n) => Math.abs(n / (RATE * 60) - 1) < 0.1), `${counts}`);
  const times = HOUR.map((made) => made.elapsedMs);
  deepStrictEqual(times, times.toSorted((a, b) => a - b));
});

Deno.test("generatePosts() never writes the same text twice in minutes", () => {
  const texts = ORIGINALS.slice(0, 5_000).map((post) => post.text);
  deepStrictEqual(new Set(texts).size, texts.length);
});

Deno.test("generatePosts() shows no two posts of one pattern on a screen", () => {
  const starts = ORIGINALS.filter((post) => post.lang === "en").map((post) =>
    post.text.replace(/^@\w+ /, "").toLowerCase().split(" ").slice(0, 3).join(
      " ",
    )
  );
  let alike = 0;
  for (let i = 0; i + 30 <= 3_000; i += 30) {
    alike += 30 - new Set(starts.slice(i, i + 30)).size;
  }
  ok(alike / 3_000 < 0.05, `${alike} of 3,000 begin like a neighbour`);
});

Deno.test("generatePosts() retweets posts of the pool in their own words", () => {
  const known = new Set(
    ORIGINALS.map((post) => `${post.author}: ${post.text}`),
  );
  for (const { text, author } of POSTS) {
    if (!text.startsWith("RT ")) continue;
    ok(known.has(text.slice("RT @".length)), text);
    ok(!text.startsWith(`RT @${author}:`), "nobody retweets himself");
  }
});

Deno.test("generatePosts() gives topics bursts", () => {
  for (const word of WORDS) {
    const counts = perMinute(POSTS.filter((p) => holds(p, word)), 60);
    const [low, high] = [Math.min(...counts), Math.max(...counts)];
    ok(high > 2 * low, `${word}: ${low} to ${high} a minute`);
  }
});

Deno.test("generatePosts() writes posts whose score drifts with the mood", () => {
  const scorer = new Sentiment();
  const sums = Array<number>(60).fill(0);
  let [positive, negative] = [0, 0];
  for (const post of POSTS.filter((p) => holds(p, "trump"))) {
    const { score } = scorer.analyze(post.text);
    if (score > 0) positive++;
    if (score < 0) negative++;
    sums[Math.floor(post.elapsedMs / 60_000)]! += Math.sign(score);
  }
  const count = POSTS.filter((p) => holds(p, "trump")).length;
  ok(positive / count > 0.2 && negative / count > 0.15);
  ok(sums.some((sum) => sum > 30) && sums.some((sum) => sum < -30), `${sums}`);
});

Deno.test("generatePosts() does without tracked words", () => {
  const posts = generatePosts({ seed: 1, rate: RATE, words: [] });
  const { value } = posts.next();
  ok(value.kind === "post" && value.text.length > 0);
});

Deno.test("generatePosts() copes with a tracked word that is everywhere", () => {
  const posts = generatePosts({ seed: 1, rate: RATE, words: ["the", "e"] });
  deepStrictEqual(posts.take(200).filter(isPost).toArray().length > 190, true);
});

Deno.test("generatePosts() seldom hits a tracked word by chance", () => {
  const posts = generatePosts({ seed: 1, rate: RATE, words: ["my"] })
    .take(2_000).filter(isPost).toArray();
  const share = posts.filter((post) => holds(post, "my")).length / posts.length;
  ok(share < 0.58, `share is ${share}`);
});

const SIX_HOURS = Array.from({ length: 4_320 }, (_, i) => i * 5_000);

Deno.test("createBursts() gives every topic a burst now and then, for minutes", () => {
  const bursts = SIX_HOURS.map(createBursts(3, new Random(1)));
  const hot = bursts.filter((burst) => burst.topic >= 0);
  deepStrictEqual(new Set(hot.map((burst) => burst.topic)), new Set([0, 1, 2]));
  const share = hot.length / bursts.length;
  ok(share > 0.2 && share < 0.7, `bursts in ${share} of the time`);
});

Deno.test("createBursts() rise fast, to their full strength, and fall slowly", () => {
  const bursts = SIX_HOURS.map(createBursts(1, new Random(2)));
  const start = bursts.findIndex((burst) => burst.topic === 0);
  const first = bursts.slice(start);
  first.length = first.findIndex((burst) => burst.topic < 0);
  const strengths = first.map((burst) => burst.strength);
  const peak = strengths.indexOf(Math.max(...strengths));
  ok(strengths[peak]! > 0.85 && peak < first.length / 4);
  ok(strengths.at(-1)! < 0.1);
});

Deno.test("createBursts() has none without topics", () => {
  const heatAt = createBursts(0, new Random(1));
  strictEqual(SIX_HOURS.map(heatAt).every((burst) => burst.topic === -1), true);
});

/** A mood every ten seconds over six hours. */
function moodsOf(seed: number): number[] {
  const moodAt = createMood(new Random(seed));
  return Array.from({ length: 2_160 }, (_, i) => moodAt(i * 10_000));
}

Deno.test("createMood() stays between -1 and 1 and visits both sides", () => {
  for (let seed = 0; seed < 20; seed++) {
    const moods = moodsOf(seed);
    ok(moods.every((mood) => mood >= -1 && mood <= 1));
    ok(Math.max(...moods) > 0.4 && Math.min(...moods) < -0.4);
  }
});

Deno.test("createMood() drifts and does not jump", () => {
  const moods = moodsOf(1);
  const steps = moods.slice(1).map((mood, i) => Math.abs(mood - moods[i]!));
  ok(Math.max(...steps) < 0.4, String(Math.max(...steps)));
});
