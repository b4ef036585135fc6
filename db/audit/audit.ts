import { type Kysely, sql } from "kysely";
import type { Database } from "../connection/database.ts";
import { findDamage } from "../connection/sqlite.ts";
import { readMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readConsistently } from "../connection/transactions.ts";
import { readLastSeq } from "../read/pipeline.ts";
import { auditDays } from "./days.ts";
import {
  auditRollups,
  type BucketDifference,
  MAX_LISTED,
  type TermDifference,
} from "./rollups.ts";

/** What an audit found. */
export interface Audit {
  readonly isClean: boolean;
  /** What is damaged in a SQLite file: then nothing else was checked. */
  readonly damage: readonly string[];
  readonly log: readonly LogAudit[];
  /** Streams that rows belong to and the database does not list. */
  readonly strays: readonly number[];
  /** Checkpoints that follow from a message without a row. */
  readonly checkpoints: readonly LostCheckpoint[];
  readonly buckets: readonly BucketDifference[];
  readonly terms: readonly TermDifference[];
  /** What could not be checked, for people. */
  readonly unchecked: readonly string[];
}

/** A source's checkpoint, and the message that it came with. */
interface LostCheckpoint {
  readonly source: string;
  readonly stream: number;
  readonly logSeq: number;
}

/** A stream as its broker knows it. */
export interface KnownLog {
  readonly name: string;
  readonly created: string;
  /** The last message that must have a row. */
  readonly lastSeq: number;
}

/**
 * Checks that every message has exactly one row, that no checkpoint is ahead of
 * the rows, and that the rollups equal a recount of the rows, as of one moment:
 * it may run while others write. If there is no stream, nothing is proved, and
 * the result is not clean.
 *
 * @param logs A stream that is not among them ends at its highest row.
 */
export async function audit(
  db: Database,
  logs: readonly KnownLog[] = [],
): Promise<Audit> {
  const damage = await findDamage(db);
  if (damage.length > 0) {
    const nothing = { log: [], strays: [], checkpoints: [] };
    const unchecked = ["anything else: the file is damaged"];
    const rest = { ...nothing, buckets: [], terms: [], unchecked };
    return { isClean: false, damage, ...rest };
  }
  return await readConsistently(db, async (trx) => {
    const { ranges, unchecked } = await findLogs(trx, logs);
    const log: LogAudit[] = [];
    for (const range of ranges) log.push(await auditLog(trx, range));
    const strays = await findStrays(trx, ranges);
    const checkpoints = await findLostCheckpoints(trx, ranges);
    const prunedMs = await readMeta(trx, "pruned_ms");
    const rollups = await auditRollups(
      trx,
      prunedMs === undefined ? null : Number(prunedMs),
    );
    const days = await auditDays(trx);
    const buckets = [...rollups.buckets, ...days.buckets];
    const terms = [...rollups.terms, ...days.terms];
    const found = [strays, checkpoints, buckets, terms];
    const isClean = log.length > 0 && found.every((list) =>
      list.length === 0
    ) &&
      log.every(({ gaps, doubles }) => gaps.length + doubles.length === 0);
    return {
      isClean,
      damage,
      log,
      strays,
      checkpoints,
      buckets,
      terms,
      unchecked,
    };
  });
}

/** The messages that must have rows: of each stream that the database or its broker knows. */
async function findLogs(
  trx: Kysely<Tables>,
  logs: readonly KnownLog[],
): Promise<{ ranges: LogRange[]; unchecked: string[] }> {
  const unchecked: string[] = [];
  const unseen = new Set(logs);
  const ranges: LogRange[] = [];
  const streams = await trx.selectFrom("streams").selectAll()
    .orderBy("stream").execute();
  for (const { stream, name, created, pruned_seq } of streams) {
    const known = logs.find((log) =>
      log.name === name && log.created === created
    );
    const last = known?.lastSeq ?? await readLastSeq(trx, stream);
    ranges.push({ stream, name, created, first: pruned_seq + 1, last });
    if (known) unseen.delete(known);
    else if (name !== "embedded") {
      unchecked.push(`messages of stream ${name} (${created}) after ${last}`);
    }
  }
  for (const { name, created, lastSeq } of unseen) {
    ranges.push({ stream: 0, name, created, first: 1, last: lastSeq });
  }
  if (ranges.length === 0) unchecked.push("anything: there is no stream");
  return { ranges, unchecked };
}

async function findStrays(
  trx: Kysely<Tables>,
  ranges: readonly LogRange[],
): Promise<number[]> {
  const listed = new Set(ranges.map(({ stream }) => stream));
  const strays = new Set<number>();
  for (const table of ["posts", "skipped"] as const) {
    let after = Number.MIN_SAFE_INTEGER;
    while (true) { // by an index: reading all rows would take long
      const { next } = await trx.selectFrom(table)
        .select(({ fn }) => fn.min<number | null>("stream").as("next"))
        .where("stream", ">", after).executeTakeFirstOrThrow();
      if (next === null) break;
      if (!listed.has(next)) strays.add(next);
      after = next;
    }
  }
  return [...strays];
}

async function findLostCheckpoints(
  trx: Kysely<Tables>,
  ranges: readonly LogRange[],
): Promise<LostCheckpoint[]> {
  const checkpoints = await trx.selectFrom("checkpoints")
    .select(["source", "stream", "log_seq as logSeq"])
    .where("stream", ">", 0) // else no message has moved it
    .orderBy("source").execute();
  const lost: LostCheckpoint[] = [];
  for (const { source, stream, logSeq } of checkpoints) {
    const range = ranges.find((one) => one.stream === stream);
    if (range && logSeq < range.first) continue; // pruned
    const message = { stream, first: logSeq, last: logSeq };
    const rows = await countRows(trx, "posts", message) +
      await countRows(trx, "skipped", message);
    if (rows === 0) lost.push({ source, stream, logSeq });
  }
  return lost;
}

/** Messages that are checked together. */
const PAGE = 100_000;

/** Messages of a stream. */
interface LogRange {
  /** 0 if the database does not know the stream. */
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
  { stream, first, last }: Pick<LogRange, "stream" | "first" | "last">,
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
