import type { Transaction } from "kysely";
import { sleep } from "../../domain/time/retry.ts";
import type { Database } from "../connection/database.ts";
import { readMeta, writeMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { writeAlone } from "../connection/transactions.ts";

/** Rows that one transaction deletes: all others wait for it. */
const PAGE = 100;
const DAY_MS = 86_400_000;

/** Options for {@linkcode prunePosts}. */
export interface PruneOptions {
  /** How long the log keeps messages that are not stored yet. @default {604_800_000} */
  logMs?: number;
  /** Ends the work after a page. */
  signal?: AbortSignal;
}

/**
 * Deletes posts and skipped messages that were received before a time, but no
 * imported posts: those stay below the position up to which messages count as
 * pruned. Counts in the rollups stay. One page a transaction, and a pause as long
 * as it took after each, so that writers and pages wait little.
 *
 * It stops before a message that has no row yet, since all positions before the
 * newest deleted one count as stored from then on; unless the log cannot hold
 * that message any more.
 *
 * @returns The number of posts deleted.
 */
export async function prunePosts(
  db: Database,
  beforeMs: number,
  options: PruneOptions = {},
): Promise<number> {
  const { logMs = 7 * DAY_MS, signal } = options;
  const streams = await db.kysely.selectFrom("streams").select("stream")
    .execute();
  let pruned = 0;
  for (const { stream } of streams) {
    let page: Row[];
    do {
      const startMs = performance.now();
      page = await writeAlone(
        db,
        (trx) => prunePage(trx, stream, { beforeMs, logMs }),
      );
      pruned += page.filter(({ created_ms, imported }) =>
        created_ms !== null && imported === 0
      ).length;
      if (signal?.aborted) {
        return pruned;
      }
      await sleep(Math.max(1, performance.now() - startMs), signal);
    } while (page.length === PAGE);
  }
  return pruned;
}

/** A row of either table; only a post has `created_ms` and `seq`, and an imported one is kept. */
interface Row {
  readonly log_seq: number;
  readonly received_ms: number;
  readonly created_ms: number | null;
  readonly seq: number | null;
  readonly imported: number;
}

/** How old rows must be. */
interface Limits {
  readonly beforeMs: number;
  readonly logMs: number;
}

/** Deletes the oldest rows of a stream that are old enough. */
async function prunePage(
  trx: Transaction<Tables>,
  stream: number,
  limits: Limits,
): Promise<Row[]> {
  const { pruned_seq: after } = await trx.selectFrom("streams")
    .select("pruned_seq").where("stream", "=", stream)
    .executeTakeFirstOrThrow();
  const expired = takeExpired(
    await readOldest(trx, stream, after),
    after,
    limits,
  );
  const last = expired.at(-1)?.log_seq;
  if (last === undefined) return [];
  for (const table of ["posts", "skipped"] as const) {
    await trx.deleteFrom(table).where("stream", "=", stream)
      .where("log_seq", ">", after).where("log_seq", "<=", last)
      .$if(table === "posts", (query) => query.where("imported", "=", 0))
      .execute();
  }
  await trx.updateTable("streams").set({ pruned_seq: last })
    .where("stream", "=", stream).execute();
  await pruneEdits(trx, expired);
  await raisePrunedMs(trx, expired);
  return expired;
}

async function readOldest(
  trx: Transaction<Tables>,
  stream: number,
  after: number,
): Promise<Row[]> {
  const posts = await trx.selectFrom("posts")
    .select(["log_seq", "received_ms", "created_ms", "seq", "imported"])
    .where("stream", "=", stream).where("log_seq", ">", after)
    .orderBy("log_seq").limit(PAGE).execute();
  const skipped = await trx.selectFrom("skipped")
    .select(["log_seq", "received_ms"])
    .where("stream", "=", stream).where("log_seq", ">", after)
    .orderBy("log_seq").limit(PAGE).execute();
  return [
    ...posts,
    ...skipped.map((row) => ({
      ...row,
      created_ms: null,
      seq: null,
      imported: 0,
    })),
  ]
    .sort((a, b) => a.log_seq - b.log_seq).slice(0, PAGE);
}

/** The rows before the first that is too young, or that follows a message which may still be stored. */
function takeExpired(
  rows: readonly Row[],
  after: number,
  { beforeMs, logMs }: Limits,
): Row[] {
  const end = rows.findIndex(({ log_seq, received_ms }, i) => {
    const previous = rows[i - 1]?.log_seq ?? after;
    const isNext = log_seq === previous + 1;
    return received_ms >= (isNext ? beforeMs : beforeMs - logMs);
  });
  return end < 0 ? [...rows] : rows.slice(0, end);
}

/** Only those who poll for changes read what edits changed; they are far ahead. */
async function pruneEdits(
  trx: Transaction<Tables>,
  pruned: readonly Row[],
): Promise<void> {
  const last = pruned.reduce((a, { seq }) => Math.max(a, seq ?? 0), 0);
  await trx.deleteFrom("edits").where("seq", "<=", last).execute();
}

/** Raises `pruned_ms`: up to this time, posts may be missing that the rollups count. */
async function raisePrunedMs(
  trx: Transaction<Tables>,
  pruned: readonly Row[],
): Promise<void> {
  const times = pruned.filter(({ imported }) => imported === 0)
    .flatMap(({ created_ms }) => created_ms ?? []);
  if (times.length === 0) return;
  const highest = times.reduce((a, b) => Math.max(a, b));
  const before = await readMeta(trx, "pruned_ms");
  if (before !== undefined && Number(before) >= highest) return;
  await writeMeta(trx, "pruned_ms", String(highest));
}
