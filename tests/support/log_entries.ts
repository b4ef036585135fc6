import fc from "fast-check";
import { strictEqual } from "node:assert/strict";
import { storeBatch } from "../../db/write/store_batch.ts";
import type { Entry, PostEntry } from "../../domain/pipeline/log_entry.ts";
import type { Term } from "../../domain/post/post.ts";
import { scoreText } from "../../domain/sentiment/score.ts";
import { extractTerms } from "../../domain/sentiment/terms.ts";
import { openPostsFile } from "./post_files.ts";
import {
  deleteEntry,
  NOON,
  postEntry,
  skipEntry,
  type TestStore,
} from "./store.ts";

/** Around the edges of buckets, before 1970, and far ahead. */
const TIMES = fc.oneof(
  fc.constantFrom(
    ...[NOON - 1, NOON, NOON + 9_999, NOON + 10_000, NOON + 3_599_999],
    ...[-1, 0, -10_000, -3_600_001, Date.UTC(1961, 5, 1, 0, 0, 59, 999)],
    ...[Date.UTC(2999, 11, 31, 23, 59, 59, 999), Date.UTC(2999, 11, 31)],
  ),
  fc.integer({ min: -10_000_000, max: 10_000_000 }),
);

const TERMS = fc.uniqueArray(
  fc.constantFrom<Term>(
    ...["good", "Good", "göod", "__proto__", "constructor"]
      .map((term): Term => ({ kind: "positive", term })),
    ...["good", "😀", "😃"].map((term): Term => ({ kind: "emoji", term })),
  ),
  { maxLength: 4 },
).map((terms): Term[] => [...terms, { kind: "lang", term: "en" }]);

const ID = fc.integer({ min: 1, max: 12 }).map(String);

const PROBABILITIES = fc.tuple(fc.nat(1_000), fc.nat(1_000)).map(([a, b]) => {
  const [negative, positive] = a + b > 1_000 ? [1_000 - a, 1_000 - b] : [a, b];
  return { pNegative: negative! / 1_000, pPositive: positive! / 1_000 };
});

const POST = fc.record({
  topicId: fc.constantFrom(1, 2),
  extId: ID,
  createdMs: TIMES,
  score: fc.integer({ min: -3, max: 3 }),
  scorer: fc.constantFrom(1, 2, 3),
  probabilities: PROBABILITIES,
  terms: TERMS,
}).map(({ probabilities, ...post }) => ({ ...post, ...probabilities }));

/** Makes an entry once its place in the log is known. */
type MakeEntry = (logSeq: number) => Entry;

const MESSAGE: fc.Arbitrary<MakeEntry> = fc.oneof(
  {
    weight: 8,
    arbitrary: POST.map((fields): MakeEntry => (n) => postEntry(n, fields)),
  },
  {
    weight: 2,
    arbitrary: ID.map((id): MakeEntry => (n) => deleteEntry(n, id)),
  },
  { weight: 1, arbitrary: fc.constant<MakeEntry>((n) => skipEntry(n)) },
);

/** A stretch of the log, as fractions of what was delivered before. */
const REDELIVERY = fc.option(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(8)),
);

/** A log, and the batches that it is delivered in. */
export const LOG = fc.record({
  messages: fc.array(MESSAGE, { minLength: 1, maxLength: 60 }),
  batches: fc.array(
    fc.record({ size: fc.integer({ min: 1, max: 12 }), again: REDELIVERY }),
    { minLength: 1, maxLength: 10 },
  ),
});

/** Hands the log over in batches, some of it more than once. */
export async function deliver(
  { db, stream }: TestStore,
  entries: readonly Entry[],
  batches: readonly { size: number; again: [number, number] | null }[],
): Promise<void> {
  let done = 0;
  for (let i = 0; done < entries.length; i++) {
    const { size, again } = batches[i % batches.length]!;
    const from = again ? Math.floor(again[0] * done) : done;
    const old = entries.slice(from, Math.min(done, from + (again?.[1] ?? 0)));
    const batch = [...old, ...entries.slice(done, done += size)];
    const stored = await storeBatch(db, stream, batch);
    strictEqual(stored.redelivered, old.length);
  }
}

/** Posts that people wrote, scored, as messages of the log from number 1 on; every 20th comes twice. */
export async function realEntries(count: number): Promise<PostEntry[]> {
  await using file = await openPostsFile("vol_stocknet_2014_2015.ndjson.gz");
  const lang = "en";
  return Array.from({ length: count }, (_, i) => {
    const at = i % 20 === 19 ? i - 7 : i;
    const { id, text, created_at } = file.posts[at % file.posts.length]!;
    const scored = scoreText(text);
    return postEntry(i + 1, {
      extId: id,
      text,
      createdMs: Date.parse(created_at),
      score: scored.score,
      positive: scored.positive.length,
      negative: scored.negative.length,
      terms: extractTerms({ text, lang }, scored),
    });
  });
}
