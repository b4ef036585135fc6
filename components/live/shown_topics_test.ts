import { strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/make_posts.ts";
import { makeSnapshot } from "../../tests/support/make_snapshot.ts";
import type { LiveTopics } from "./live_topics.ts";
import { countWaiting, showTopics } from "./shown_topics.ts";

const topics = (seqs: number[], rate: number): LiveTopics =>
  new Map([["trump", makeSnapshot({ posts: makePosts(seqs), rate })]]);

const SHOWN = topics([2, 1], 2);
const LATEST = topics([5, 4, 2, 1], 5);

Deno.test("showTopics() shows what came in", () => {
  const hold = { paused: false, reading: false };
  strictEqual(showTopics(LATEST, SHOWN, hold), LATEST);
});

Deno.test("showTopics() holds all still when paused", () => {
  const hold = { paused: true, reading: false };
  strictEqual(showTopics(LATEST, SHOWN, hold), SHOWN);
});

Deno.test("showTopics() holds only the posts still while somebody reads", () => {
  const hold = { paused: false, reading: true };
  const trump = showTopics(LATEST, SHOWN, hold).get("trump");
  strictEqual(trump?.rate, 5);
  strictEqual(trump?.posts, SHOWN.get("trump")?.posts);
});

Deno.test("countWaiting() counts the posts that are newer than the shown ones", () => {
  strictEqual(countWaiting(LATEST, SHOWN), 2);
  strictEqual(countWaiting(LATEST, LATEST), 0);
  strictEqual(countWaiting(LATEST, topics([], 0)), 4);
});
