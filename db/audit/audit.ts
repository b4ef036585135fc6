import { type Kysely, sql } from "kysely";
import type { Database } from "../connection/database.ts";
import { readConsistently } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readLastSeq } from "../read/snapshot.ts";
import {
  auditBuckets,
  auditRanges,
  auditTerms,
  type BucketDifference,
  type TermDifference,
} from "./rollups.ts";

/** What the rows prove. */
export interface Audit {
  readonly isClean: boolean;
  readonly log: readonly LogAudit[];
  readonly buckets: readonly BucketDifference[];
  readonly terms: readonly TermDifference[];
}

/** Up to where a stream's messages must have a row, as its broker says it. */
type LastSeq = (
  stream: { name: string; created: string },
) => number | undefined;

/**
 * Proves that every message has exactly one row and that the rollups say what
 * the rows say, as it stood at one moment: it runs beside whoever writes.
 *
 * @param lastSeq Where a stream ends; of a stream that it does not know the
 * highest row is the end.
 */
export async function audit(db: Database, lastSeq: LastSeq): Promise<Audit> {
  return await readConsistently(db, async (trx) => {
    const log: LogAudit[] = [];
    const streams = await trx.selectFrom("streams").selectAll()
      .orderBy("stream").execute();
    for (const { stream, name, created, pruned_seq } of streams) {
      const last = lastSeq({ name, created }) ?? await readLastSeq(trx, stream);
      const first = pruned_seq + 1;
      log.push(await auditLog(trx, { stream, name, created, first, last }));
    }
    const ranges = await auditRanges(trx);
    const buckets = await auditBuckets(trx, ranges, await readPrunedMs(trx));
    const terms = await auditTerms(trx, ranges);
    const isClean = buckets.length === 0 && terms.length === 0 &&
      log.every(({ gaps, doubles }) => gaps.length + doubles.length === 0);
    return { isClean, log, buckets, terms };
  });
}

async function readPrunedMs(trx: Kysely<Tables>): Promise<number | null> {
  const row = await trx.selectFrom("meta").select("value")
    .where("name", "=", "pruned_ms").executeTakeFirst();
  return row ? Number(row.value) : null;
}

/** Differences that a report lists at most. */
const MAX_LISTED = 100;

/** Messages that are looked at together. */
const PART = 100_000;

/** What the rows say of one stream's messages. */
interface LogAudit {
  readonly stream: number;
  readonly name: string;
  readonly created: string;
  /** The stretch that was looked at; empty if `last` is lower than `first`. */
  readonly first: number;
  readonly last: number;
  /** Rows of the stretch. */
  readonly posts: number;
  readonly skipped: number;
  /** Stretches without a row; the first 100. */
  readonly gaps: readonly Gap[];
  /** Messages with a row in both tables; the first 100. */
  readonly doubles: readonly number[];
}

/** Which messages to look at. */
interface LogStretch {
  readonly stream: number;
  readonly name: string;
  readonly created: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Proves that each message of a stretch of the log has exactly one row, or lists
 * those that have not. It goes part by part; only where the rows of a part are
 * not as many as its messages does it look which are missing.
 */
async function auditLog(
  db: Kysely<Tables>,
  stretch: LogStretch,
): Promise<LogAudit> {
  let [posts, skipped] = [0, 0];
  const gaps: Gap[] = [];
  const doubles: number[] = [];
  for (let first = stretch.first; first <= stretch.last; first += PART) {
    const last = Math.min(stretch.last, first + PART - 1);
    const part = { ...stretch, first, last };
    const inPosts = await countRows(db, "posts", part);
    const inSkipped = await countRows(db, "skipped", part);
    const twice = await findDoubles(db, part);
    posts += inPosts;
    skipped += inSkipped;
    if (doubles.length < MAX_LISTED) doubles.push(...twice);
    const isWhole = inPosts + inSkipped - twice.length === last - first + 1;
    if (isWhole || gaps.length > MAX_LISTED) continue;
    for (const gap of await findGaps(db, part)) addGap(gaps, gap);
  }
  return {
    ...stretch,
    posts,
    skipped,
    gaps: gaps.slice(0, MAX_LISTED),
    doubles: doubles.slice(0, MAX_LISTED),
  };
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

/** One that goes on over the end of a part is one. */
function addGap(gaps: Gap[], gap: Gap): void {
  const before = gaps.at(-1);
  if (before?.to === gap.from - 1) {
    gaps[gaps.length - 1] = { from: before.from, to: gap.to };
  } else gaps.push(gap);
}

async function countRows(
  db: Kysely<Tables>,
  table: "posts" | "skipped",
  { stream, first, last }: LogStretch,
): Promise<number> {
  const { n } = await db.selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("stream", "=", stream)
    .where("log_seq", ">=", first).where("log_seq", "<=", last)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** The bounds stand in as rows, so that what is missing at an end shows too. */
async function findGaps(
  db: Kysely<Tables>,
  { stream, first, last }: LogStretch,
): Promise<Gap[]> {
  const { rows } = await sql<{ start: number; next: number }>`
    select log_seq as start, next from (
      select log_seq, lead(log_seq) over (order by log_seq) as next from (
        select ${first - 1} as log_seq
        union all select log_seq from posts where stream = ${stream}
          and log_seq >= ${first} and log_seq <= ${last}
        union all select log_seq from skipped where stream = ${stream}
          and log_seq >= ${first} and log_seq <= ${last}
        union all select ${last + 1}
      ) as numbers
    ) as pairs
    where next > log_seq + 1 order by log_seq limit ${sql.lit(MAX_LISTED + 1)}`
    .execute(db);
  return rows.map(({ start, next }) => ({
    from: Number(start) + 1,
    to: Number(next) - 1,
  }));
}

async function findDoubles(
  db: Kysely<Tables>,
  { stream, first, last }: LogStretch,
): Promise<number[]> {
  const rows = await db.selectFrom("posts")
    .innerJoin(
      "skipped",
      (join) =>
        join.onRef("skipped.stream", "=", "posts.stream")
          .onRef("skipped.log_seq", "=", "posts.log_seq"),
    )
    .select("posts.log_seq as log_seq")
    .where("posts.stream", "=", stream)
    .where("posts.log_seq", ">=", first).where("posts.log_seq", "<=", last)
    .orderBy("posts.log_seq").execute();
  return rows.map(({ log_seq }) => log_seq);
}
