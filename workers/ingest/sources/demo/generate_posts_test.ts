import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import Sentiment from "sentiment";
import {
  type DemoDeletion,
  type DemoPost,
  generatePosts,
} from "./generate_posts.ts";

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

Deno.test("generatePosts() lets topics run hot", () => {
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
