import type { KyselyPlugin } from "kysely";
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  dyingAt,
  editEntry,
  NOON,
  postEntry,
  readRows,
  scoredEntry,
  skipEntry,
} from "../../tests/support/store.ts";
import { findings, NOTHING } from "../../tests/support/recount.ts";
import { audit } from "../audit/audit.ts";
import type { Database } from "../connection/database.ts";
import { UnknownTopicError } from "../read/topics.ts";
import { storeBatch } from "./store_batch.ts";
import { addTopic, removeTopic } from "./topics.ts";

/** Two topics over some hours, one of them so busy that its minutes go one by one. */
function makeLog(posts: number): PostEntry[] {
  return Array.from({ length: posts }, (_, i) => {
    const isBusy = i % 3 > 0;
    return postEntry(i + 1, {
      topicId: 1 + i % 2,
      createdMs: NOON + (isBusy ? i % 180 * 20_000 : i * 400_000),
      score: i % 3 - 1,
      terms: [
        { kind: "lang", term: "en" },
        { kind: "hashtag", term: `tag ${i % 7}` },
      ],
    });
  });
}

/** Reports a jump of each topic. */
async function addJumps(db: Database, topics: readonly string[]) {
  await db.kysely.insertInto("alerts").values(
    topics.map((topic) => ({
      ...{ topic, hour: 1, id: topic, state: "kept" as const, event: "{}" },
      ...{ created_ms: NOON, tries: 0, next_ms: NOON },
    })),
  ).execute();
}

async function assertClean(db: Database, logSeqs: number): Promise<void> {
  const found = await audit(db);
  deepStrictEqual(findings(found), NOTHING);
  const [log] = found.log;
  strictEqual(log!.posts + log!.skipped, logSeqs);
}

forEachDatabase((name, open) => {
  Deno.test(`removeTopic() on ${name} purges posts, counts and the topic, and each message keeps its row`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const log = [
      ...makeLog(60),
      postEntry(61, { extId: "p1" }),
      deleteEntry(62, "p3"),
      skipEntry(63),
    ];
    await storeBatch(db, stream, log);
    await addJumps(db, ["trump", "climate"]);
    const before = await readRows(db.kysely);
    deepStrictEqual(await removeTopic(db, "trump", { purge: true }), {
      posts: 30,
    });
    const after = await readRows(db.kysely);
    const isOther = (row: { topic_id: number }) => row.topic_id === 2;
    deepStrictEqual(after.posts, before.posts.filter(isOther));
    deepStrictEqual(after.buckets, before.buckets.filter(isOther));
    deepStrictEqual(after.terms, before.terms.filter(isOther));
    const alerts = await db.kysely.selectFrom("alerts").select("topic")
      .execute();
    deepStrictEqual(alerts.map(({ topic }) => topic), ["climate"]); // they quote posts
    const [purged] = after.skipped;
    deepStrictEqual(purged, {
      stream,
      log_seq: 1,
      reason: "delete",
      detail: "topic trump was removed",
      head: "",
      received_ms: NOON + 1,
      about: null,
      edit: null,
      origin: null,
      place: null,
    });
    strictEqual(after.skipped.length, before.skipped.length + 30);
    await assertClean(db, 63);
    const { redelivered } = await storeBatch(db, stream, log);
    strictEqual(redelivered, 63);
    deepStrictEqual(await readRows(db.kysely), after);
    const removing = removeTopic(db, "trump", { purge: true });
    await rejects(removing, UnknownTopicError);
  });

  Deno.test(`removeTopic() on ${name} purges what is archived, busy or not`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const fields = { terms: [{ kind: "lang", term: "en" }] as const };
    const busy = Array.from({ length: 2_500 }, (_, i) =>
      postEntry(i + 1, {
        ...fields,
        createdMs: NOON + i * 700,
        score: i % 3 - 1,
        topicId: i === 7 ? 2 : 1,
      }));
    await storeBatch(db, stream, busy);
    await removeTopic(db, "trump");
    deepStrictEqual(await removeTopic(db, "trump", { purge: true }), {
      posts: 2_499,
    });
    const { posts, buckets, terms } = await readRows(db.kysely);
    deepStrictEqual([posts.length, buckets.length, terms.length], [1, 3, 4]);
    await assertClean(db, 2_500);
  });

  // Seen to fail when a minute is not taken off its hour, and when skips are written by themselves.
  Deno.test(`removeTopic() on ${name} leaves all as it must be, wherever it dies, and goes on`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const log = makeLog(400).map((post) => ({
      ...post,
      topicId: 1,
      createdMs: NOON + post.logSeq % 9 * 30_000,
    }));
    const more = Array.from({ length: 700 }, (_, i) => ({
      ...postEntry(401 + i),
      createdMs: NOON + i % 5 * 60_000,
      terms: [{ kind: "lang", term: "en" }] as const,
    }));
    await storeBatch(db, stream, [...log, ...more]);
    let isParted = false;
    let deaths = 0;
    for (let n = 5;; n += 2) {
      const purge = removeTopic(dyingAt(n, db), "trump", { purge: true });
      const done = await purge.then(() => true, (error) => {
        strictEqual(error.message, "It died");
        return false;
      });
      await assertClean(db, 1_100);
      const { posts } = await readRows(db.kysely);
      isParted ||= posts.length > 0 && posts.length < 1_100;
      if (done) break;
      deaths++;
    }
    ok(isParted, "a busy hour goes in parts");
    ok(deaths > 5, `it died ${deaths} times`);
    const { posts, buckets, terms } = await readRows(db.kysely);
    deepStrictEqual([posts, buckets, terms], [[], [], []]);
  });

  Deno.test(`removeTopic() on ${name} purges what was edited, and what edits changed`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      scoredEntry(1, { extId: "a" }),
      scoredEntry(2, { extId: "a", topicId: 2 }),
      editEntry(3, "a", { text: "good" }),
    ]);
    await removeTopic(db, "trump", { purge: true });
    const edits = await db.kysely.selectFrom("edits").select("topic_id")
      .execute();
    deepStrictEqual(edits.map(({ topic_id }) => topic_id), [2]);
    await assertClean(db, 3);
  });

  // Seen to fail when forget() does not look whether something came.
  Deno.test(`removeTopic() on ${name} purges what comes when all seems gone`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [scoredEntry(1, {})]);
    const other = store.connect();
    const late = [scoredEntry(2, {})];
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (result.rows.length === 0 && result.numAffectedRows === undefined) {
          const post = late.pop();
          if (post) await storeBatch(other, stream, [post]);
        }
        return result;
      },
    };
    const spied = { ...db, kysely: db.kysely.withPlugin(plugin) };
    await removeTopic(spied, "trump", { purge: true });
    strictEqual(late.length, 0);
    const { posts, buckets } = await readRows(db.kysely);
    deepStrictEqual([posts, buckets], [[], []]);
    await assertClean(db, 2);
  });

  // Seen to fail when storeBatch() does not ask whether a topic is there.
  Deno.test(`storeBatch() on ${name} skips what comes for a topic that was purged, and no other topic gets it`, async () => {
    await using store = await open();
    const { db, stream } = store;
    for (const slug of ["climate", "trump"]) {
      await removeTopic(db, slug, { purge: true });
    }
    const { id } = await addTopic(db, { slug: "climate", query: "climate" });
    ok(id > 2, "its number is not given again");
    deepStrictEqual(
      await storeBatch(db, stream, [
        postEntry(1, {
          topicId: 2,
          checkpoint: { source: "a", position: "1" },
        }),
        postEntry(2, {
          topicId: id,
          terms: [{ kind: "lang", term: "en" }],
        }),
      ]),
      { posts: 1, skipped: 1, redelivered: 0 },
    );
    const { posts, skipped, checkpoints } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.topic_id), [id]);
    deepStrictEqual(
      skipped.map((row) => [row.reason, row.detail, row.head]),
      [["delete", "its topic was removed", ""]],
    );
    strictEqual(checkpoints.length, 1);
    await assertClean(db, 2);
  });

  Deno.test(`removeTopic() on ${name} purges while others store`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const log = makeLog(1_200);
    await storeBatch(db, stream, log.slice(0, 600));
    const storing = (async () => {
      for (let from = 600; from < 1_200; from += 50) {
        await storeBatch(db, stream, log.slice(from, from + 50));
      }
    })();
    await removeTopic(db, "trump", { purge: true });
    await storing;
    const { posts, skipped, buckets } = await readRows(db.kysely);
    strictEqual(posts.length, 600);
    strictEqual(skipped.length, 600);
    ok(buckets.every((row) => row.topic_id === 2));
    await assertClean(db, 1_200);
  });
});
