import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { type Audit, audit, type KnownLog } from "../../db/audit/audit.ts";
import type { Database } from "../../db/connection/database.ts";
import { classifyError } from "../../db/connection/errors.ts";
import { noCounts, type SCORE_COLUMNS } from "../../db/connection/scores.ts";
import { readChanges } from "../../db/read/changes.ts";
import { storeBatch } from "../../db/write/store_batch.ts";
import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import type { Term } from "../../domain/post/post.ts";
import {
  deleteEntry,
  NOON,
  postEntries,
  readRows,
  type Rows,
  skipEntry,
  type TestStore,
} from "./store.ts";

type PostRow = Pick<
  Rows["posts"][number],
  "topic_id" | "created_ms" | typeof SCORE_COLUMNS[number]
>;

interface CountedTerm {
  readonly kind: string;
  readonly term: string;
}

/** Start of the bucket that a time lies in, in seconds; written unlike the program's own. */
export function startOf(ms: number, step: number): number {
  let t = Math.trunc(ms / 1_000 / step) * step;
  if (t * 1_000 > ms) t -= step;
  return t + 0; // not -0
}

/** Buckets as rows say that they must be, in the order of their key. */
export function recountBuckets(
  posts: readonly PostRow[],
  steps: readonly number[] = [10, 60, 3_600],
): Rows["buckets"] {
  const groups = groupByStart(posts, steps);
  return groups.map(({ topic_id, step, t, members }) => ({
    topic_id,
    step,
    t,
    posts: members.length,
    positive: members.filter((post) => moodOf(post) > 0).length,
    negative: members.filter((post) => moodOf(post) < 0).length,
    neutral: members.filter((post) => moodOf(post) === 0).length,
    score: members.reduce((sum, { score }) => sum + score, 0),
    squares: members.reduce((sum, { score }) => sum + score * score, 0),
    ...recountProbabilities(members),
  }));
}

/** Above zero for a positive post, below for a negative one; written unlike the program's own. */
function moodOf({ score, scorer, p_positive, p_negative }: PostRow): number {
  if (scorer === 1) return score;
  const p_neutral = 1_000 - p_positive - p_negative;
  const top = Math.max(p_positive, p_negative, p_neutral);
  const tops = [p_positive, p_negative, p_neutral].filter((p) => p === top);
  if (tops.length > 1 || p_neutral === top) return 0;
  return p_positive === top ? 1 : -1;
}

/** Sums over the posts that the lexicon alone did not score. */
function recountProbabilities(posts: readonly PostRow[]) {
  const scored = posts.filter(({ scorer }) => scorer > 1);
  const sum = (valueOf: (post: PostRow) => number) =>
    scored.reduce((total, post) => total + valueOf(post), 0);
  return {
    scored: scored.length,
    scorers: sum(({ scorer }) => scorer),
    p_negative: sum((post) => post.p_negative),
    p_positive: sum((post) => post.p_positive),
    p_squares: sum((post) => (post.p_positive - post.p_negative) ** 2),
  };
}

/** Counts of terms, and of sources, as rows say that they must be, in the order of their key. */
export function recountTerms<P extends PostRow & { source: string }>(
  posts: readonly P[],
  termsOf: (post: P) => readonly Term[],
): Rows["terms"] {
  return groupByStart(posts, [60, 3_600]).flatMap(
    ({ members, topic_id, step, t }) => {
      const all = members.flatMap((post): CountedTerm[] => [
        ...termsOf(post),
        { kind: "source", term: post.source },
      ]);
      const counts = Map.groupBy(all, ({ kind, term }) => `${kind} ${term}`);
      return [...counts.values()]
        .map((same) => ({ topic_id, step, t, ...same[0]!, count: same.length }))
        .sort((a, b) => compareBytes(a.kind, b.kind) || compareTerms(a, b));
    },
  );
}

function compareTerms(a: CountedTerm, b: CountedTerm): number {
  return compareBytes(a.term, b.term);
}

/** The order of UTF-8, which is that of code points and not of UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

interface Group<P> {
  topic_id: number;
  step: number;
  t: number;
  members: P[];
}

function groupByStart<P extends PostRow>(
  posts: readonly P[],
  steps: readonly number[],
): Group<P>[] {
  const groups = new Map<string, Group<P>>();
  for (const step of steps) {
    for (const post of posts) {
      const { topic_id } = post;
      const t = startOf(post.created_ms, step);
      const key = `${topic_id} ${step} ${t}`;
      const group = groups.get(key) ?? { topic_id, step, t, members: [] };
      group.members.push(post);
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((a, b) =>
    a.topic_id - b.topic_id || a.step - b.step || a.t - b.t
  );
}

/** Asserts that each message has its one row, each post is stored once, and all counts equal a recount. */
export async function assertStored(
  db: Database,
  entries: readonly PostEntry[],
): Promise<void> {
  const { posts, skipped, buckets, terms } = await readRows(db.kysely);
  assertSame(
    [...posts, ...skipped].map((row) => row.log_seq).sort((a, b) => a - b),
    entries.map(({ logSeq }) => logSeq),
  );
  assertSame(
    posts.map((row) => row.ext_id).sort(),
    [...new Set(entries.map(({ extId }) => extId))].sort(),
  );
  assertSame(buckets, recountBuckets(posts));
  assertSame(
    terms,
    recountTerms(posts, (row) => entries[row.log_seq - 1]!.terms),
  );
  const { isClean, log } = await audit(db, [knownLog(entries.length)]);
  strictEqual(isClean, true);
  deepStrictEqual(
    log.map((one) => one.posts + one.skipped),
    [entries.length],
  );
}

/** Shows the first row that differs only: a comparison of thousands takes minutes. */
function assertSame<T>(actual: readonly T[], expected: readonly T[]): void {
  const texts = expected.map((row) => JSON.stringify(row));
  const at = actual.findIndex((row, i) => JSON.stringify(row) !== texts[i]);
  if (at >= 0) deepStrictEqual(actual[at], expected[at]);
  strictEqual(actual.length, expected.length);
}

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

/** The stream of a test store, as a broker knows it. */
export function knownLog(
  lastSeq: number,
  created = "2026-01-01",
): KnownLog {
  return { name: "test", created, lastSeq };
}

/** What is wrong, in short. */
export function findings({ log, strays, checkpoints, buckets, terms }: Audit) {
  return {
    strays,
    checkpoints,
    gaps: log.flatMap(({ gaps }) => gaps),
    doubles: log.flatMap(({ doubles }) => doubles),
    buckets,
    terms,
  };
}

/** {@linkcode findings} where all is well. */
export const NOTHING = {
  strays: [],
  checkpoints: [],
  gaps: [],
  doubles: [],
  buckets: [],
  terms: [],
};

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
  const t = bucketOf(logSeq, step);
  return { topicId: 1, step, t, ...noCounts(), ...fields };
}

/** Watches a database as a viewer does. */
export interface Poller {
  /** Reads what is left, and returns every `seq` that it was shown, in order. */
  stop(): Promise<number[]>;
}

/** Pages through what becomes visible, until it is stopped. A database that is away is asked again. */
export function pollPosts({ kysely }: Database): Poller {
  const seen: number[] = [];
  let after = 0;
  let isStopping = false;

  async function look(): Promise<boolean> {
    const page = await readChanges(kysely, after, { limit: 50 });
    seen.push(...page.posts.map(({ seq }) => seq));
    after = page.cursor.seq;
    return page.more;
  }
  const polling = (async () => {
    while (true) {
      const isLast = isStopping;
      try {
        if (!await look() && isLast) return;
      } catch (error) {
        if (classifyError(error) !== "away") throw error;
      }
    }
  })();
  polling.catch(() => {}); // whoever stops it is told
  return {
    async stop() {
      isStopping = true;
      await polling;
      return seen;
    },
  };
}
