import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { audit } from "../../../db/audit/audit.ts";
import { readStoredPosts } from "../../../db/read/stored.ts";
import { readTopics, type StoredTopic } from "../../../db/read/topics.ts";
import { createSourceRecords } from "../../../db/records/sources.ts";
import { storeBatch } from "../../../db/write/store_batch.ts";
import { addTopic, removeTopic } from "../../../db/write/topics.ts";
import { forEachDatabase } from "../../../tests/support/mysql.ts";
import { findings, knownLog, NOTHING } from "../../../tests/support/recount.ts";
import {
  deleteEntry,
  NOON,
  readRows,
  scoredEntry,
  type TestStore,
} from "../../../tests/support/store.ts";
import { toEntry } from "../../persist/entries.ts";
import { toMessages } from "../ingest.ts";
import type { Source } from "./source.ts";
import { watchFills } from "./stored.ts";

const COUNT = 1_200;

/** Posts of two topics, of which every third is of cats, and some are of both topics; one was deleted. */
async function fill({ db, stream }: TestStore): Promise<void> {
  const posts = Array.from({ length: COUNT }, (_, i) => {
    const n = i % 6 === 3 ? i - 3 : i; // the post before of the other topic
    return scoredEntry(i + 1, {
      text: n % 3 === 0 ? `a great cat ${n}` : `nothing ${n}`,
      topicId: 1 + i % 2,
      extId: `p${n}`,
      source: n % 4 === 0 ? "bluesky" : "file",
      createdMs: NOON + n * 7_000,
      url: `https://example.com/${n}`,
    });
  });
  await storeBatch(db, stream, posts);
  const id = { source: "file", extId: "p18" };
  await storeBatch(db, stream, [deleteEntry(COUNT + 1, "p18", id)]);
}

/** The source of a topic that is to be filled. */
async function sourceOf({ db }: TestStore): Promise<Source> {
  const current = await readTopics(db.kysely);
  const sources: Source[] = [];
  const topics = { current, onChange: () => () => {} };
  const readStored = (range: Parameters<typeof readStoredPosts>[1]) =>
    readStoredPosts(db.kysely, range);
  watchFills({ topics, readStored }, (source) => sources.push(source));
  strictEqual(sources.length, 1, "one for the topic that asks for it");
  return sources[0]!;
}

/** Reads the source from its stored position through the log into the database, until it ends or so many messages are stored. */
async function run(
  store: TestStore,
  logSeq: number,
  most = Infinity,
): Promise<number> {
  const { db, stream } = store;
  const source = await sourceOf(store);
  const position = await createSourceRecords(db).readPosition(source.key);
  const topics = new Map<string, StoredTopic>(
    (await readTopics(db.kysely)).map((topic) => [topic.slug, topic]),
  );
  let count = 0;
  for await (
    const event of source.read(position, new AbortController().signal)
  ) {
    ok(event.kind === "post");
    const messages = toMessages(event, source, () => []);
    const entries = messages.map(({ subject, data }) =>
      toEntry({ logSeq: logSeq + ++count, subject, data }, topics)
    );
    if (entries.length > 0) await storeBatch(db, stream, entries);
    if (count >= most) break;
  }
  return count;
}

/** What is stored of a topic, by source and id. */
async function postsOf({ db }: TestStore, topicId: number) {
  const { posts } = await readRows(db.kysely);
  return posts.filter((row) => row.topic_id === topicId);
}

forEachDatabase((name, open) => {
  Deno.test(`storedSource() on ${name} fills a new topic from posts of others, once each at their own times, also when it was interrupted`, async () => {
    await using store = await open();
    const { db } = store;
    await fill(store);
    const cats = await addTopic(db, { slug: "cats", query: "cat", fill: true });
    const before = (await readRows(db.kysely)).posts;
    const visible = before.filter(({ deleted, text }) =>
      deleted === 0 && text.includes("cat")
    );
    const expected = new Map(
      visible.map((row) => [`${row.source} ${row.ext_id}`, row]),
    );
    const some = await run(store, COUNT + 1, 40);
    const rest = await run(store, COUNT + 1 + some);
    const filled = await postsOf(store, cats.id);
    strictEqual(filled.length, expected.size);
    for (const row of filled) {
      const { text, created_ms, author, url, score, kind, lang } = row;
      const from = expected.get(`${row.source} ${row.ext_id}`)!;
      deepStrictEqual(
        { text, created_ms, author, url, score, kind, lang },
        {
          ...{ text: from.text, created_ms: from.created_ms },
          ...{ author: from.author, url: from.url, score: from.score },
          ...{ kind: from.kind, lang: from.lang },
        },
      );
    }
    const last = COUNT + 1 + some + rest;
    deepStrictEqual(findings(await audit(db, [knownLog(last)])), NOTHING);
    strictEqual(await run(store, last), 0, "nothing is left to do");
    deepStrictEqual(
      (await readRows(db.kysely)).posts.filter(({ topic_id }) =>
        topic_id !== cats.id
      ),
      before,
      "the others stay as they are",
    );
  });

  Deno.test(`readStoredPosts() on ${name} reads no post of an archived topic, nor one that came later`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await fill(store);
    await removeTopic(db, "climate");
    const cats = await addTopic(db, { slug: "cats", query: "cat", fill: true });
    await storeBatch(db, stream, [
      scoredEntry(COUNT + 2, { text: "a late cat", extId: "late" }),
    ]);
    await run(store, COUNT + 2);
    const filled = await postsOf(store, cats.id);
    ok(filled.length > 0 && filled.every(({ ext_id }) => ext_id !== "late"));
    const { posts } = await readRows(db.kysely);
    const current = posts.filter(({ topic_id, deleted, text }) =>
      topic_id === 1 && deleted === 0 && text.includes("great cat")
    );
    deepStrictEqual(
      filled.map(({ ext_id }) => ext_id),
      current.map(({ ext_id }) => ext_id),
    );
  });
});
