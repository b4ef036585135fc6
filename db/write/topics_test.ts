import {
  deepStrictEqual,
  notStrictEqual,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { deleteEntry, NOON, postEntry } from "../../tests/support/store.ts";
import type { Database } from "../connection/database.ts";
import { readChanges } from "../read/changes.ts";
import { listTopics } from "../read/snapshot.ts";
import { readTopics, UnknownTopicError } from "../read/topics.ts";
import { storeBatch } from "./store_batch.ts";
import {
  addTopic,
  changeTopic,
  insertTopics,
  removeTopic,
  seedTopics,
  TooManyTopicsError,
  TopicExistsError,
} from "./topics.ts";

async function slugsOf(db: Database, archived = false): Promise<string[]> {
  const topics = await readTopics(db.kysely, { archived });
  return topics.map(({ slug }) => slug);
}

forEachDatabase((name, open) => {
  Deno.test(`addTopic() on ${name} adds a topic that is active and has a color of its own`, async () => {
    await using store = await open();
    const { db } = store;
    const added = await addTopic(db, { slug: "日本", query: "日本 OR japan" });
    deepStrictEqual((await readTopics(db.kysely)).at(-1), added);
    const { id: _, color, ...rest } = added;
    deepStrictEqual(rest, {
      slug: "日本",
      query: "日本 OR japan",
      active: true,
      archived: false,
      title: null,
      description: null,
      words: new Set(["日本", "japan"]),
      own: new Set(["日本", "japan"]),
      ignored: [],
      fillSeq: null,
    });
    for (const topic of store.topics) notStrictEqual(color, topic.color);
    const red = await addTopic(db, { slug: "r", query: "r", color: "#ff0000" });
    strictEqual(red.color, "#ff0000");
  });

  Deno.test(`changeTopic() on ${name} takes words out, from a topic of any kind`, async () => {
    await using store = await open();
    const { db } = store;
    await addTopic(db, { slug: "a", query: "a", ignored: ["top", "b", "top"] });
    const read = async () => (await readTopics(db.kysely)).at(-1)!;
    const { words, own, ignored } = await read();
    deepStrictEqual(ignored, ["b", "top"]);
    deepStrictEqual([words, own], [new Set(["a", "b", "top"]), new Set(["a"])]);
    await changeTopic(db, "a", { query: "a OR c" });
    deepStrictEqual((await read()).ignored, ["b", "top"]);
    await removeTopic(db, "a");
    await addTopic(db, { slug: "a", query: "a" });
    deepStrictEqual((await read()).ignored, ["b", "top"], "it came back");
    await changeTopic(db, "a", { ignored: [] });
    deepStrictEqual((await read()).words, new Set(["a"]));
  });

  Deno.test(`addTopic() on ${name} takes the first color that no other topic has`, async () => {
    await using store = await open();
    const { db } = store;
    const [trump, climate] = store.topics;
    await removeTopic(db, "trump");
    const third = await addTopic(db, { slug: "c", query: "c" });
    strictEqual(third.color, trump.color);
    await changeTopic(db, "c", { color: "#123456" });
    const back = await addTopic(db, { slug: "trump", query: "trump" });
    strictEqual(back.color, trump.color, "one that comes back keeps its own");
    await removeTopic(db, "trump");
    await changeTopic(db, "c", { color: trump.color });
    const other = await addTopic(db, { slug: "trump", query: "trump" });
    const colors = [trump.color, climate.color];
    strictEqual(colors.includes(other.color), false, "unless another has it");
  });

  Deno.test(`a topic on ${name} keeps its title and description until they are changed`, async () => {
    await using store = await open();
    const { db } = store;
    const words = { title: "The ✨ title", description: "Two\nlines" };
    await addTopic(db, { slug: "c", query: "c", ...words });
    const wordsOf = async () => {
      const { title, description } = (await readTopics(db.kysely)).at(-1)!;
      return { title, description };
    };
    await changeTopic(db, "c", { query: "d" });
    deepStrictEqual(await wordsOf(), words);
    await changeTopic(db, "c", { title: null });
    deepStrictEqual(await wordsOf(), { ...words, title: null });
    await removeTopic(db, "c");
    await addTopic(db, { slug: "c", query: "c" });
    deepStrictEqual(await wordsOf(), { ...words, title: null });
  });

  Deno.test(`addTopic() on ${name} refuses a name that is there, and changes nothing`, async () => {
    await using store = await open();
    const { db } = store;
    const before = await readTopics(db.kysely);
    await rejects(addTopic(db, { slug: "trump", query: "other" }), (error) => {
      strictEqual(error instanceof TopicExistsError, true);
      strictEqual(
        (error as Error).message,
        'Cannot add topic "trump": it exists already',
      );
      return true;
    });
    deepStrictEqual(await readTopics(db.kysely), before);
    await addTopic(db, { slug: "Trump", query: "trump" });
  });

  Deno.test(`addTopic() on ${name} adds a topic once that several add at once`, async () => {
    await using store = await open();
    const adding = Array.from(
      { length: 4 },
      () => addTopic(store.db, { slug: "new", query: "new" }),
    );
    const done = await Promise.allSettled(adding);
    deepStrictEqual(
      done.map((one) => one.status === "rejected" && one.reason.name).sort(),
      [false, ...Array(3).fill("TopicExistsError")].sort(),
    );
    deepStrictEqual(await slugsOf(store.db), ["trump", "climate", "new"]);
  });

  Deno.test(`addTopic() on ${name} refuses the 1,001st, of those that are not archived`, async () => {
    await using store = await open();
    const { db } = store;
    const many = Array.from({ length: 998 }, (_, i) => ({
      slug: `t${i}`,
      query: "t",
    }));
    await db.kysely.transaction().execute((trx) =>
      insertTopics(trx, many, { active: true })
    );
    const add = () => addTopic(db, { slug: "new", query: "new" });
    await rejects(add(), (error) => {
      strictEqual(error instanceof TooManyTopicsError, true);
      strictEqual(
        (error as Error).message,
        'Cannot add topic "new": there are 1000 already',
      );
      return true;
    });
    await removeTopic(db, "t5");
    await add();
    const back = addTopic(db, { slug: "t5", query: "t" });
    await rejects(back, TooManyTopicsError);
  });

  Deno.test(`changeTopic() on ${name} changes what it is told, and nothing else`, async () => {
    await using store = await open();
    const { db } = store;
    const [trump, climate] = store.topics;
    const paused = await changeTopic(db, "trump", { active: false });
    deepStrictEqual(paused, { ...trump, active: false });
    const query = "trump -is:retweet";
    const words = new Set(["trump"]);
    const color = "#123456";
    deepStrictEqual(
      await changeTopic(db, "trump", { query, color, active: true }),
      { ...trump, query, color, words },
    );
    deepStrictEqual((await readTopics(db.kysely))[1], climate);
    await rejects(changeTopic(db, "Trump", { query }), UnknownTopicError);
    await removeTopic(db, "trump");
    await rejects(changeTopic(db, "trump", { query }), (error) => {
      strictEqual(
        (error as Error).message,
        'Unknown topic "trump"',
      );
      return error instanceof UnknownTopicError;
    });
  });

  Deno.test(`removeTopic() on ${name} archives a topic, which comes back with its posts`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      ...[1, 2, 3].map((logSeq) => postEntry(logSeq)),
      postEntry(4, { topicId: 2 }),
      deleteEntry(5, "p1"),
    ]);
    deepStrictEqual(await removeTopic(db, "trump"), { posts: 3 });
    await rejects(removeTopic(db, "trump"), UnknownTopicError);
    deepStrictEqual(await slugsOf(db), ["climate"]);
    deepStrictEqual(await slugsOf(db, true), ["trump", "climate"]);
    const [archived] = await readTopics(db.kysely, { archived: true });
    const { active, archived: isArchived } = archived!;
    deepStrictEqual([active, isArchived], [false, true]);
    const listed = await listTopics(db.kysely);
    deepStrictEqual(listed.map(({ slug }) => slug), ["climate"]);

    await storeBatch(db, stream, [postEntry(6)]);
    const query = "trump -biden";
    const back = await addTopic(db, { slug: "trump", query });
    strictEqual(back.id, store.topics[0].id);
    deepStrictEqual([back.query, back.active], [query, true]);
    const [trump] = await listTopics(db.kysely);
    strictEqual(trump!.posts, 4, "what came meanwhile is there too");
  });

  Deno.test(`readChanges() on ${name} passes over what is of an archived topic`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [postEntry(1), postEntry(2, { topicId: 2 })]);
    await removeTopic(db, "trump");
    await storeBatch(db, stream, [
      postEntry(3),
      postEntry(4, { topicId: 2 }),
      deleteEntry(5, "p1"),
      deleteEntry(6, "p2"),
    ]);
    const read = async () => {
      const changes = await readChanges(db.kysely, 0);
      const { posts, deleted, added, slugs, cursor } = changes;
      return {
        posts: posts.map(({ id }) => id),
        deleted,
        added: [...added.keys()],
        slugs,
        seq: cursor.seq,
      };
    };
    deepStrictEqual(await read(), {
      posts: ["p4"],
      deleted: [2],
      added: ["climate"],
      slugs: ["climate"],
      seq: 6,
    });
    await addTopic(db, { slug: "trump", query: "trump" });
    const { slugs, deleted } = await read();
    deepStrictEqual(slugs, ["trump", "climate"]);
    deepStrictEqual(deleted, [1, 2]);
  });

  Deno.test(`readTopics() on ${name} reads a topic whose query is none any more`, async () => {
    await using store = await open();
    const { kysely } = store.db;
    await kysely.updateTable("topics").set({ query: "((" }).execute();
    const [trump] = await readTopics(kysely);
    deepStrictEqual(trump, {
      ...store.topics[0],
      query: "((",
      words: new Set(),
      own: new Set(),
    });
  });

  Deno.test(`seedTopics() on ${name} makes the first topics of a database, and no others`, async () => {
    await using store = await open();
    const { db } = store;
    const seeds = [{ slug: "a", query: "a" }, { slug: "b", query: "b" }];
    deepStrictEqual(await seedTopics(db, seeds), []);
    await removeTopic(db, "trump");
    await removeTopic(db, "climate");
    deepStrictEqual(await seedTopics(db, seeds), [], "there are archived ones");
    for (const slug of ["trump", "climate"]) {
      await removeTopic(db, slug, { purge: true });
    }
    deepStrictEqual(await seedTopics(db, seeds), [], "there once were some");
    deepStrictEqual(await slugsOf(db, true), []);
    await db.kysely.deleteFrom("meta").where("name", "=", "purged_topic")
      .execute();
    const made = await Promise.all([1, 2].map(() => seedTopics(db, seeds)));
    deepStrictEqual(made.map(({ length }) => length).sort(), [0, 2]);
    deepStrictEqual(await slugsOf(db), ["a", "b"]);
  });

  Deno.test(`seedTopics() on ${name} adds names that are new, and none that was removed`, async () => {
    await using store = await open();
    const { db } = store;
    const track = (...slugs: string[]) =>
      seedTopics(db, slugs.map((slug) => ({ slug, query: `${slug}!` })), {
        addsNew: true,
      });
    deepStrictEqual(await track("trump", "a", "b", "c"), ["a", "b", "c"]);
    deepStrictEqual(await track("a", "b", "c"), []);
    await removeTopic(db, "a");
    await removeTopic(db, "b", { purge: true });
    deepStrictEqual(await track("a", "b", "c", "d"), ["d"]);
    deepStrictEqual(await slugsOf(db), ["trump", "climate", "c", "d"]);
    strictEqual((await readTopics(db.kysely))[0]!.query, "trump");
  });
});

forEachDatabase((name, open) => {
  Deno.test(`addTopic() on ${name} tells slugs apart that look alike`, async () => {
    await using store = await open();
    const slugs = ["cafe", "café"];
    for (const slug of slugs) await addTopic(store.db, { slug, query: slug });
    const topics = await readTopics(store.db.kysely);
    deepStrictEqual(topics.slice(2).map(({ slug }) => slug), slugs);
  });

  Deno.test(`listTopics() on ${name} says what is stored of each topic`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { createdMs: NOON + 5_000 }),
      postEntry(2, { createdMs: NOON }),
      deleteEntry(3, "p2"),
    ]);
    const [trump, climate] = await listTopics(db.kysely);
    const { color } = store.topics[0];
    deepStrictEqual(trump, {
      slug: "trump",
      query: "trump",
      color,
      active: true,
      title: null,
      description: null,
      posts: 2,
      lastPostAt: "2026-01-31T12:00:05.000Z",
    });
    deepStrictEqual([climate!.posts, climate!.lastPostAt], [0, null]);
    notStrictEqual(climate!.color, color);
  });
});
