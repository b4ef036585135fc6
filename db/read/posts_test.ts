import { deepStrictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { deleteEntry, NOON, postEntry } from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { removeTopic } from "../write/topics.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import { scoreText } from "../../domain/sentiment/score.ts";
import { createHandleStore } from "../records/handles.ts";
import { readNewestPosts, readPosts } from "./posts.ts";
import { exportPosts } from "../search/export.ts";
import { findPosts } from "../search/search.ts";

forEachDatabase((name, open) => {
  Deno.test(`readNewestPosts() on ${name} reads each post once, newest first, over all topics`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1),
      postEntry(2, { extId: "p1", source: "x" }),
      postEntry(3, { extId: "p1", topicId: 2 }),
      postEntry(4),
      postEntry(5, { topicId: 2, author: null, text: "😀", lang: "ja" }),
      deleteEntry(6, "p4"),
    ]);
    const read = async (limit: number) =>
      await Array.fromAsync(readNewestPosts(db.kysely, limit));
    const all = await read(10);
    deepStrictEqual(all[0], {
      text: "😀",
      lang: "ja",
      author: null,
      source: "file",
      topic: "climate",
      extId: "p5",
      createdMs: NOON + 5_000,
    });
    const names = (posts: typeof all) =>
      posts.map(({ source, extId, topic }) => `${source} ${extId} ${topic}`);
    const [five, three, two] = [
      "file p5 climate",
      "file p1 climate",
      "x p1 trump",
    ];
    deepStrictEqual(names(all), [five, three, two]);
    deepStrictEqual(names(await read(2)), [five, three]);
    await removeTopic(db, "climate");
    deepStrictEqual(names(await read(9)), [two, "file p1 trump"]);
  });

  Deno.test(`readNewestPosts() on ${name} reads more than a page`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(
      db,
      stream,
      Array.from(
        { length: 1_200 },
        (_, i) => postEntry(i + 1, { extId: `${i >> 1}`, topicId: 1 + i % 2 }),
      ),
    );
    const posts = await Array.fromAsync(readNewestPosts(db.kysely, 550));
    deepStrictEqual(
      posts.map(({ extId }) => Number(extId)),
      Array.from({ length: 550 }, (_, i) => 599 - i),
    );
  });
});

forEachDatabase((name, open) => {
  Deno.test(`findPosts() on ${name} answers and filters by kind; what was stored before has none`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    const quoted = { author: "bob", text: "good bad good" };
    await storeBatch(db, stream, [
      postEntry(1),
      postEntry(2, { postKind: "repost" }),
      postEntry(3, { postKind: "quote", context: { quoted, alts: ["a cat"] } }),
      postEntry(4, { postKind: "reply" }),
    ]);
    await db.kysely.updateTable("posts").set({ kind: null })
      .where("seq", "=", 1).execute();
    const find = async (kinds?: PostFilter["kinds"]) => {
      const search = { limit: 9, ...(kinds && { kinds }) };
      return (await findPosts(db.kysely, topic!, search)).posts;
    };
    const all = await find();
    deepStrictEqual(all.map(({ kind }) => kind), [
      ...["reply", "quote", "repost", null],
    ]);
    deepStrictEqual(all[1]!.context, {
      alts: ["a cat"],
      quoted: { ...quoted, score: scoreText(quoted.text).score },
    });
    deepStrictEqual(all[1]!.score, 0);
    const seqs = async (...kinds: NonNullable<PostFilter["kinds"]>) =>
      (await find(kinds)).map(({ seq }) => seq);
    deepStrictEqual(await seqs("post", "quote", "reply", "unknown"), [4, 3, 1]);
    deepStrictEqual(await seqs("repost"), [2]);
    deepStrictEqual(await seqs("post"), []);
    const exported = await Array.fromAsync(
      exportPosts(db.kysely, topic!, ALL, { kinds: ["reply", "unknown"] }),
    );
    deepStrictEqual(exported.map(({ seq }) => seq), [1, 4]);
  });

  Deno.test(`readPosts() on ${name} names authors of Bluesky by their handles`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    const of = (author: string) => ({ source: "bluesky", author });
    await storeBatch(db, stream, [
      postEntry(1, of("did:plc:ann")),
      postEntry(2, of("did:plc:bob")),
      postEntry(3, { author: "did:plc:ann" }),
    ]);
    const handle = { did: "did:plc:ann", handle: "ann.example", seenMs: 1 };
    await createHandleStore(db).write([handle]);
    const names = async () =>
      (await readPosts(db.kysely, topic!, 9)).map(({ author }) => author);
    const others = ["did:plc:ann", "did:plc:bob"];
    deepStrictEqual(await names(), [...others, "ann.example"]);
    await createHandleStore(db).write([{
      ...handle,
      handle: "a.b",
      seenMs: 2,
    }]);
    deepStrictEqual(await names(), [...others, "a.b"]);
  });
});

const ALL = { from: 0, to: NOON };
