/**
 * Fills a database with real posts, repeated with other ids, as if they came
 * over the last 30 days: `deno run -A bench/fill.ts URL POSTS`.
 */
import type { Database } from "../db/connection/database.ts";
import { retryTransaction, takeSeqs } from "../db/connection/transactions.ts";
import { openDatabase } from "../db/open.ts";
import { readTopics } from "../db/read/topics.ts";
import { sumDays } from "../db/write/days.ts";
import { countPosts } from "../db/write/rollups.ts";
import { insertPosts } from "../db/write/store_batch.ts";
import { findStream } from "../db/write/streams.ts";
import { seedTopics } from "../db/write/topics.ts";
import {
  type PostEntry,
  scorePost,
  type Scoring,
} from "../domain/pipeline/log_entry.ts";
import { DAY } from "../domain/time/range.ts";
import { openPostsFile } from "../tests/support/post_files.ts";

/** Posts that one transaction stores. */
const BATCH = 5_000;

/** Topics that take the posts in turn. */
export const BENCH_TOPICS = ["aapl", "goog", "fb", "amzn", "msft"];

/** Options for {@linkcode fillDatabase}. */
export interface FillOptions {
  /** Days that the posts span. @default {30} */
  days?: number;
  /** When the last was written, in epoch milliseconds. @default {Date.now()} */
  endMs?: number;
}

/** Stores `count` posts with their rollups in an empty database, oldest first. */
export async function fillDatabase(
  db: Database,
  count: number,
  { days = 30, endMs = Date.now() }: FillOptions = {},
): Promise<void> {
  await seedTopics(
    db,
    BENCH_TOPICS.map((slug) => ({ slug, query: `${slug} OR $${slug}` })),
  );
  const topics = await readTopics(db.kysely);
  const { stream } = await findStream(db, "bench", "2026-01-01");
  await using file = await openPostsFile("vol_stocknet_2014_2015.ndjson.gz");
  const scored = new Map<number, Scoring>();
  const everyMs = days * DAY * 1_000 / count;
  const toEntry = (i: number): PostEntry => {
    const index = i % file.posts.length;
    const { id, text } = file.posts[index]!;
    const topic = topics[index % topics.length]!;
    const post = { text, lang: "en" };
    const scoring = scored.get(index) ?? scorePost(post, topic.words);
    scored.set(index, scoring);
    const createdMs = Math.floor(endMs - (count - i) * everyMs);
    return {
      ...post,
      ...scoring,
      kind: "post",
      logSeq: i + 1,
      topicId: topic.id,
      source: "file",
      extId: `${id}-${i}`,
      author: `author${i % 5_000}`,
      createdMs,
      receivedMs: createdMs,
      url: `https://example.com/${i}`,
      head: new Uint8Array(),
      checkpoint: null,
      rescore: () => scoring,
    };
  };
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    const posts = Array.from({ length }, (_, i) => toEntry(from + i));
    await storeNew(db, stream, posts);
  }
  let stale = await sumDays(db, []);
  while (stale.length > 0) stale = await sumDays(db, stale);
}

/** Stores posts that are known to be new, without looking for them. */
async function storeNew(
  db: Database,
  stream: number,
  posts: readonly PostEntry[],
): Promise<void> {
  await retryTransaction(db, async (trx) => {
    const first = await takeSeqs(trx, posts.length);
    await insertPosts(trx, stream, posts.map((post, i) => [first + i, post]));
    await countPosts(trx, posts);
  });
}

if (import.meta.main) {
  const [url, count] = Deno.args;
  await using db = await openDatabase(url!);
  await fillDatabase(db, Number(count));
}
