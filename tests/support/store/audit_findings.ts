import type { Audit } from "../../../db/audit/audit.ts";
import { storeBatch } from "../../../db/write/store_batch.ts";
import type { Term } from "../../../domain/post/term.ts";
import {
  deleteEntry,
  NOON,
  postEntries,
  skipEntry,
  type TestStore,
} from "../store.ts";

/** What each post of an audited log holds. */
export const TERMS: readonly Term[] = [
  { kind: "lang", term: "en" },
  { kind: "positive", term: "good" },
];

/** Posts over some hours, a skip and a deletion: the log's numbers from 1 to 30. */
export async function fill({ db, stream }: TestStore): Promise<void> {
  const posts = postEntries(1, 28, { terms: TERMS }).map((post) => ({
    ...post,
    createdMs: NOON + post.logSeq * 700_000,
    score: post.logSeq % 3 - 1,
  }));
  const others = [skipEntry(29), deleteEntry(30, "p3")];
  await storeBatch(db, stream, [...posts, ...others]);
}

/** What is wrong, in short. */
export function findings({ log, buckets, terms }: Audit) {
  return {
    gaps: log.flatMap(({ gaps }) => gaps),
    doubles: log.flatMap(({ doubles }) => doubles),
    buckets,
    terms,
  };
}

/** {@linkcode findings} where all is well. */
export const NOTHING = { gaps: [], doubles: [], buckets: [], terms: [] };

/** Start of the bucket of a post that {@linkcode fill} made. */
export function bucketOf(logSeq: number, step: number): number {
  const seconds = NOON / 1_000 + logSeq * 700;
  return seconds - seconds % step;
}

/** What is found of a bucket that holds too much or too little. */
export function difference(
  step: number,
  logSeq: number,
  fields: Partial<Audit["buckets"][number]>,
): Audit["buckets"][number] {
  const none = { posts: 0, positive: 0, negative: 0, neutral: 0, score: 0 };
  const t = bucketOf(logSeq, step);
  return { topicId: 1, step, t, ...none, squares: 0, ...fields };
}
