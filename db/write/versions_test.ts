import fc from "fast-check";
import { deepStrictEqual } from "node:assert/strict";
import type { Entry } from "../../domain/pipeline/log_entry.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  editEntry,
  NOON,
  readRows,
  scoredEntry,
} from "../../tests/support/store.ts";
import {
  findings,
  knownLog,
  NOTHING,
  recountBuckets,
  recountTerms,
} from "../../tests/support/recount.ts";
import { scoreFor } from "../../tests/support/store.ts";
import { audit } from "../audit/audit.ts";
import { findPosts } from "../search/search.ts";
import { storeBatch } from "./store_batch.ts";

const TEXTS = ["good day", "bad day", "great #news", "so so @ann"];
const TOPICS = [1, 2];

/** A version of the one post that is written, and the topics that it matches. */
interface Version {
  readonly number: number;
  readonly topicIds: readonly number[];
}

const VERSIONS: fc.Arbitrary<Version[]> = fc.array(
  fc.subarray(TOPICS, { minLength: 1 }),
  { minLength: 1, maxLength: TEXTS.length },
).map((all) => all.map((topicIds, number) => ({ number, topicIds })));

/** The versions as they arrive: in any order, some of them again. */
const ARRIVALS = VERSIONS.chain((versions) =>
  fc.tuple(
    fc.shuffledSubarray(versions, { minLength: versions.length }),
    fc.array(fc.constantFrom(...versions), { maxLength: 3 }),
    fc.integer({ min: 1, max: 4 }),
  ).map(([order, again, size]) => ({ order: [...order, ...again], size }))
);

/** The messages of one version, as ingest writes them. */
function toEntries({ number, topicIds }: Version, first: number): Entry[] {
  const post = {
    text: TEXTS[number]!,
    lang: "en",
    url: `https://x.example/${number}`,
    postKind: "post" as const,
    ...(number > 0 && { version: { id: `v${number}`, number } }),
  };
  const edits = number > 0 ? [editEntry(first, "v0", post)] : [];
  const posts = topicIds.map((topicId, i) =>
    scoredEntry(first + edits.length + i, {
      ...post,
      ...{ topicId, extId: "v0", createdMs: NOON },
    })
  );
  return [...edits, ...posts];
}

forEachDatabase((name, open) => {
  Deno.test(`storeBatch() on ${name} holds the newest version of a post, and counts it once, in whatever order versions arrive`, async () => {
    await fc.assert(
      fc.asyncProperty(ARRIVALS, async ({ order, size }) => {
        await using store = await open();
        const { db, stream, topics } = store;
        const entries: Entry[] = [];
        for (const version of order) {
          entries.push(...toEntries(version, entries.length + 1));
        }
        for (let i = 0; i < entries.length; i += size) {
          // A part of each batch is delivered once more.
          await storeBatch(
            db,
            stream,
            entries.slice(Math.max(0, i - 1), i + size),
          );
        }
        const newest = Math.max(...order.map(({ number }) => number));
        const held = TOPICS.filter((id) =>
          order.some(({ topicIds }) => topicIds.includes(id))
        );
        for (const topic of topics) {
          const { posts } = await findPosts(db.kysely, topic, { limit: 9 });
          deepStrictEqual(
            posts.map(({ id, text, url }) => [id, text, url]),
            held.includes(topic.id)
              ? [[`v${newest}`, TEXTS[newest], `https://x.example/${newest}`]]
              : [],
          );
        }
        const rows = await readRows(db.kysely);
        deepStrictEqual(rows.buckets, recountBuckets(rows.posts));
        deepStrictEqual(
          rows.terms,
          recountTerms(
            rows.posts,
            ({ topic_id, text, lang }) =>
              scoreFor(topic_id, { text, lang }).terms,
          ),
        );
        const found = await audit(db, [knownLog(entries.length)]);
        deepStrictEqual(findings(found), NOTHING);
      }),
      { numRuns: 40 },
    );
  });
});
