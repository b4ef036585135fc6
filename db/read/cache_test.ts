import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  editEntry,
  NOON,
  scoredEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import { prunePosts } from "../write/prune.ts";
import { storeBatch } from "../write/store_batch.ts";
import { changeTopic } from "../write/topics.ts";
import { TopicCache } from "./cache.ts";
import {
  listSharedTopics,
  listTopics,
  readRates,
  readSharedSnapshot,
  readSnapshot,
} from "./snapshot.ts";

/** Steps, each of which changes what is to be said of the first topic. */
const STEPS: Record<string, (store: TestStore) => Promise<unknown>> = {
  "a post": ({ db, stream }) =>
    storeBatch(db, stream, [post(11, 1, "a good day")]),
  "an edit": ({ db, stream }) =>
    storeBatch(db, stream, [editEntry(12, "p11", { text: "awful" })]),
  "a deletion": ({ db, stream }) =>
    storeBatch(db, stream, [deleteEntry(13, "p11")]),
  "another query": ({ db }) =>
    changeTopic(db, "trump", { query: "trump OR great" }),
  "old posts that go": ({ db }) => prunePosts(db, NOON + 2),
};

const NOW = { nowMs: NOON + 90_000 };

function post(logSeq: number, topicId: number, text = "a great day") {
  const fields = { text, topicId, createdMs: NOON + logSeq * 1_000 };
  return scoredEntry(logSeq, { ...fields, receivedMs: NOON + logSeq });
}

async function fill({ db, stream }: TestStore): Promise<void> {
  const posts = Array.from({ length: 10 }, (_, i) => post(i + 1, 1 + i % 2));
  await storeBatch(db, stream, posts);
}

forEachDatabase((name, open) => {
  // Seen to fail for each step that is not looked for.
  Deno.test(`TopicCache on ${name} keeps answers until their topic changes`, async () => {
    await using store = await open();
    await fill(store);
    const cache = new TopicCache(store.db);
    let asked = 0;
    const ask = async (slug: string) => {
      const { topics } = await cache.look();
      const topic = topics.find((one) => one.slug === slug)!;
      return await cache.ask(topic, "?", () => Promise.resolve(++asked));
    };
    deepStrictEqual([await ask("trump"), await ask("trump")], [1, 1]);
    await storeBatch(store.db, store.stream, [post(20, 2)]);
    strictEqual(await ask("trump"), 1, "another topic has changed");
    strictEqual(await ask("climate"), 2);
    for (const [what, change] of Object.entries(STEPS)) {
      const before = asked;
      await change(store);
      strictEqual(await ask("trump"), before + 1, what);
      strictEqual(await ask("trump"), before + 1, what);
    }
  });

  Deno.test(`TopicCache on ${name} keeps no failure, and nothing that is too long`, async () => {
    await using store = await open();
    const cache = new TopicCache(store.db);
    const { topics: [topic] } = await cache.look();
    const failing = cache.ask(topic!, "?", () => Promise.reject(new Error()));
    await rejects(failing);
    const isKept = (answer: number) => answer > 1;
    const ask = (n: number) =>
      cache.ask(topic!, "?", () => Promise.resolve(n), isKept);
    deepStrictEqual([await ask(1), await ask(2), await ask(3)], [1, 2, 2]);
  });

  Deno.test(`shared answers on ${name} are those that would be read, after whatever is stored`, async () => {
    await using store = await open();
    await fill(store);
    const { db } = store;
    const cache = new TopicCache(db);
    const assertSame = async (what: string) => {
      const expected = await readSnapshot(db, NOW);
      deepStrictEqual(await readSharedSnapshot(cache, NOW), expected, what);
      const rates = Object.entries(expected.topics)
        .map(([slug, { rate }]) => [slug, rate]);
      deepStrictEqual(
        await readRates(db, cache, NOW.nowMs),
        Object.fromEntries(rates),
      );
      deepStrictEqual(
        await listSharedTopics(db, cache),
        await listTopics(db.kysely),
      );
    };
    await assertSame("at first");
    for (const [what, change] of Object.entries(STEPS)) {
      await change(store);
      await assertSame(what);
    }
    const later = { nowMs: NOW.nowMs + 60_000 };
    deepStrictEqual(
      await readSharedSnapshot(cache, later),
      await readSnapshot(db, later),
    );
  });
});
