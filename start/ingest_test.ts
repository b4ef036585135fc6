import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { StoredTopic } from "../db/read/topics.ts";
import type { Log } from "../log.ts";
import { retryUntil } from "../tests/support/waiting.ts";
import { openSqliteStore } from "../tests/support/store.ts";
import { logTopics, pollTopics, watchTopics } from "./ingest.ts";

function topic(slug: string, query = slug, active = true) {
  return { slug, query, active, color: "#000000" };
}

/** What is logged about topics of a database, while `TRACK` names others. */
function logged(seeds: string[], isTracked = true): unknown[][] {
  const lines: unknown[][] = [];
  const topics = seeds.map((slug) => ({ slug, query: slug }));
  const stored = [topic("cats"), topic("dogs", "dogs OR puppies")];
  logTopics(
    { topics, isTracked },
    [...stored, topic("newts", "newts", false)],
    (
      level,
      _message,
      fields,
    ) => lines.push([level, ...Object.values(fields ?? {})]),
  );
  return lines;
}

const ACTIVE = ["info", ["cats", "dogs"]];

Deno.test("logTopics() logs which topics are tracked", () => {
  deepStrictEqual(logged(["cats"]), [ACTIVE]);
});

Deno.test("logTopics() warns of what TRACK does not change", () => {
  const ignored = ["dogs=dogs", "newts=newts", "otters=otters"];
  const seeds = ["cats", "dogs", "newts", "otters"];
  deepStrictEqual(logged(seeds), [ACTIVE, ["warn", ignored]]);
});

Deno.test("logTopics() does not warn about a default that is missing", () => {
  deepStrictEqual(logged(["trump"], false), [ACTIVE]);
});

function storedTopic(
  slug: string,
  more: Partial<StoredTopic> = {},
): StoredTopic {
  const words = new Set([slug]);
  const color = "#000000";
  const row = {
    id: 1,
    slug,
    query: slug,
    color,
    words,
    own: words,
    ignored: [],
    fillSeq: null,
  };
  return { ...row, active: true, archived: false, ...more };
}

const FAST = { intervalMs: 5 };

// Seen to fail without expectTopics(): posts of that moment matched no topic.
Deno.test("watchTopics() keeps the topics while another database has none yet", async () => {
  await using store = await openSqliteStore();
  const { kysely } = store.db;
  const errors: string[] = [];
  const log: Log = (_level, message) => void errors.push(message);
  await using watch = await watchTopics(store.db, log, FAST);
  const before = watch.current;
  ok(before.length > 0);
  await kysely.deleteFrom("topics").execute();
  await retryUntil(() => Promise.resolve(ok(errors.length > 1)));
  deepStrictEqual(watch.current, before);
  await kysely.insertInto("meta")
    .values({ name: "purged_topic", value: "1" }).execute();
  await retryUntil(() => Promise.resolve(deepStrictEqual(watch.current, [])));
});

Deno.test("pollTopics() calls back once for each change", async () => {
  let stored = [storedTopic("trump")];
  await using watch = await pollTopics(() => Promise.resolve(stored), FAST);
  const seen: string[][] = [];
  watch.onChange(() => seen.push(watch.current.map(({ query }) => query)));
  await delay(30);
  deepStrictEqual(seen, []);
  stored = [storedTopic("trump", { query: "trump -is:retweet" })];
  await retryUntil(() => Promise.resolve(strictEqual(seen.length, 1)));
  stored = [...stored, storedTopic("climate")];
  await retryUntil(() => Promise.resolve(strictEqual(seen.length, 2)));
  await delay(30);
  deepStrictEqual(seen, [["trump -is:retweet"], [
    "trump -is:retweet",
    "climate",
  ]]);
});

Deno.test("pollTopics() calls back when a topic is paused", async () => {
  let stored = [storedTopic("trump")];
  await using watch = await pollTopics(() => Promise.resolve(stored), FAST);
  let changes = 0;
  const leave = watch.onChange(() => changes++);
  stored = [storedTopic("trump", { active: false })];
  await retryUntil(() => Promise.resolve(strictEqual(changes, 1)));
  leave();
  stored = [];
  await retryUntil(() => Promise.resolve(deepStrictEqual(watch.current, [])));
  strictEqual(changes, 1);
});

Deno.test("pollTopics() keeps the topics while they cannot be read", async () => {
  const errors: unknown[] = [];
  const answers = [Promise.resolve([storedTopic("trump")])];
  const read = () => answers.shift() ?? Promise.reject(new Error("away"));
  const onError = (error: unknown) => void errors.push(error);
  await using watch = await pollTopics(read, { ...FAST, onError });
  await retryUntil(() => Promise.resolve(strictEqual(errors.length > 1, true)));
  deepStrictEqual(watch.current.map(({ slug }) => slug), ["trump"]);
});
