import { type Kysely, sql } from "kysely";
import type { Database } from "../connection/database.ts";
import { readMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readConsistently } from "../connection/transactions.ts";
import { readLastSeq } from "../read/pipeline.ts";
import {
  auditRollups,
  type BucketDifference,
  MAX_LISTED,
  type TermDifference,
} from "./rollups.ts";

/** What an audit found. */
export interface Audit {
  readonly isClean: boolean;
  readonly log: readonly LogAudit[];
  readonly buckets: readonly BucketDifference[];
  readonly terms: readonly TermDifference[];
}

/** The last message of a stream that must have a row, according to its broker. */
type LastSeq = (
  stream: { name: string; created: string },
) => number | undefined;

/**
 * Checks that every message has exactly one row and that the rollups equal a
 * recount of the rows, as of one moment: it may run while others write.
 *
 * @param lastSeq Undefined for a stream that it does not know: it ends at its
 * highest row.
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
    const prunedMs = await readMeta(trx, "pruned_ms");
    const { buckets, terms } = await auditRollups(
      trx,
      prunedMs === undefined ? null : Number(prunedMs),
    );
    const isClean = buckets.length === 0 && terms.length === 0 &&
      log.every(({ gaps, doubles }) => gaps.length + doubles.length === 0);
    return { isClean, log, buckets, terms };
  });
}

/** Messages that are checked together. */
const PAGE = 100_000;

/** Messages of a stream. */
interface LogRange {
  readonly stream: number;
  readonly name: string;
  readonly created: string;
  readonly first: number;
  /** Lower than `first` if there are none. */
  readonly last: number;
}

/** What the rows say about one stream's messages. */
interface LogAudit extends LogRange {
  /** Rows of the range. */
  readonly posts: number;
  readonly skipped: number;
  /** Messages without a row; the first 100 ranges. */
  readonly gaps: readonly Gap[];
  /** Messages with a row in both tables; the first 100. */
  readonly doubles: readonly number[];
}

/**
 * Checks that each message has exactly one row, page by page. Only if a page has
 * fewer rows than messages does it look which are missing.
 */
async function auditLog(
  db: Kysely<Tables>,
  range: LogRange,
): Promise<LogAudit> {
  let [posts, skipped] = [0, 0];
  const gaps: Gap[] = [];
  const duplicates: number[] = [];
  for (let first = range.first; first <= range.last; first += PAGE) {
    const last = Math.min(range.last, first + PAGE - 1);
    const page = { ...range, first, last };
    const inPosts = await countRows(db, "posts", page);
    const inSkipped = await countRows(db, "skipped", page);
    const inBoth = await findDuplicates(db, page);
    posts += inPosts;
    skipped += inSkipped;
    if (duplicates.length < MAX_LISTED) duplicates.push(...inBoth);
    const isWhole = inPosts + inSkipped - inBoth.length === last - first + 1;
    if (isWhole || gaps.length > MAX_LISTED) continue;
    for (const gap of await findGaps(db, page)) addGap(gaps, gap);
  }
  return {
    ...range,
    posts,
    skipped,
    gaps: gaps.slice(0, MAX_LISTED),
    doubles: duplicates.slice(0, MAX_LISTED),
  };
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Adds a gap; one that continues across the end of a page is one. */
function addGap(gaps: Gap[], gap: Gap): void {
  const before = gaps.at(-1);
  if (before?.to === gap.from - 1) {
    gaps[gaps.length - 1] = { from: before.from, to: gap.to };
  } else gaps.push(gap);
}

async function countRows(
  db: Kysely<Tables>,
  table: "posts" | "skipped",
  { stream, first, last }: LogRange,
): Promise<number> {
  const { n } = await db.selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("stream", "=", stream)
    .where("log_seq", ">=", first).where("log_seq", "<=", last)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** The bounds are added as rows, so that a gap at an end shows too. */
async function findGaps(
  db: Kysely<Tables>,
  { stream, first, last }: LogRange,
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

async function findDuplicates(
  db: Kysely<Tables>,
  { stream, first, last }: LogRange,
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
