import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { retryUntil } from "../tests/support/waiting.ts";
import type { StoredTopic } from "../db/read_topics.ts";
import { watchTopics } from "./watch_topics.ts";

function topic(slug: string, more: Partial<StoredTopic> = {}): StoredTopic {
  const words = new Set([slug]);
  const color = "#000000";
  const row = { id: 1, slug, query: slug, color, words };
  return { ...row, active: true, archived: false, ...more };
}

const FAST = { everyMs: 5 };

Deno.test("watchTopics() tells of each change once", async () => {
  let stored = [topic("trump")];
  await using watch = await watchTopics(() => Promise.resolve(stored), FAST);
  const seen: string[][] = [];
  watch.onChange(() => seen.push(watch.current.map(({ query }) => query)));
  await delay(30);
  deepStrictEqual(seen, []);
  stored = [topic("trump", { query: "trump -is:retweet" })];
  await retryUntil(() => Promise.resolve(strictEqual(seen.length, 1)));
  stored = [...stored, topic("climate")];
  await retryUntil(() => Promise.resolve(strictEqual(seen.length, 2)));
  await delay(30);
  deepStrictEqual(seen, [["trump -is:retweet"], [
    "trump -is:retweet",
    "climate",
  ]]);
});

Deno.test("watchTopics() tells of a topic that is paused", async () => {
  let stored = [topic("trump")];
  await using watch = await watchTopics(() => Promise.resolve(stored), FAST);
  let changes = 0;
  const leave = watch.onChange(() => changes++);
  stored = [topic("trump", { active: false })];
  await retryUntil(() => Promise.resolve(strictEqual(changes, 1)));
  leave();
  stored = [];
  await retryUntil(() => Promise.resolve(deepStrictEqual(watch.current, [])));
  strictEqual(changes, 1);
});

Deno.test("watchTopics() keeps the topics while they cannot be read", async () => {
  const errors: unknown[] = [];
  const answers = [Promise.resolve([topic("trump")])];
  const read = () => answers.shift() ?? Promise.reject(new Error("away"));
  const onError = (error: unknown) => void errors.push(error);
  await using watch = await watchTopics(read, { ...FAST, onError });
  await retryUntil(() => Promise.resolve(strictEqual(errors.length > 1, true)));
  deepStrictEqual(watch.current.map(({ slug }) => slug), ["trump"]);
});
