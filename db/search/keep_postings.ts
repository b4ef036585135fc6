import { type Kysely, sql } from "kysely";
import { indexTerms } from "../../domain/query/index_terms.ts";
import { repeat } from "../../domain/time/retry.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { Database } from "../connection/database.ts";
import {
  BLOCK_SIZE,
  blockOf,
  BUCKETS,
  formatPostingsState,
  placeInBlock,
  placeOf,
  type PostingsState,
  readEntries,
  readPostingsState,
  toEntry,
} from "./postings.ts";
import { chunksOf, insertRows, writeMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readSeq, writeAlone } from "../connection/transactions.ts";

/** Fewer new posts are not worth rewriting rows for: a search reads them itself. */
const MIN_POSTS = 1_024;

/** Posts that are read at once. */
const PAGE = 1_024;

const COLUMNS = ["seq", "topic_id", "text", "entities"] as const;
type Row = Pick<Tables["posts"], typeof COLUMNS[number]>;

/** Options for {@linkcode keepPostings}. */
interface KeepPostingsOptions {
  readonly signal: AbortSignal;
  /** Called when the index could not be written; it is tried again. */
  readonly onError?: (error: unknown) => void;
  /** How long to wait where there is nothing to do. @default {1000} */
  intervalMs?: number;
}

/**
 * Keeps the index of words in step with the posts, beside storing: new posts in
 * slices, then edits and deletions, then what retention removed. Posts from before
 * it existed are indexed first. Several processes may do it at once.
 */
export async function keepPostings(
  db: Database,
  { signal, onError = () => {}, intervalMs = 1_000 }: KeepPostingsOptions,
): Promise<void> {
  await repeat(async () => {
    let isOthers = false;
    const onOvertaken = () => isOthers = true;
    const isMore = await updatePostings(db, { onOvertaken });
    if (isOthers) return OTHERS_MS;
    if (isMore) return 1;
  }, { signal, everyMs: intervalMs, onError });
}

/** How long a process leaves the index to another that is at it: what both read, one reads in vain. */
const OTHERS_MS = 10_000;

/** Options for {@linkcode updatePostings}. */
interface UpdatePostingsOptions {
  /** Fewer new posts are left for later. @default {1024} */
  minPosts?: number;
  /** Called when another process has taken the same step. */
  onOvertaken?: () => void;
}

/** Takes the next step of {@linkcode keepPostings}; false if there is none. */
export async function updatePostings(
  db: Database,
  { minPosts = MIN_POSTS, onOvertaken = () => {} }: UpdatePostingsOptions = {},
): Promise<boolean> {
  const last = await readSeq(db.kysely);
  const state = await readPostingsState(db.kysely);
  if (!state) return await beginPostings(db, last);
  return await addChanges(db, state, last) ||
    (last - state.through >= minPosts &&
      await addPosts(db, state, { last, onOvertaken })) ||
    await dropPruned(db, state);
}

/** Empties the table; what is edited from now on is edited before it is indexed, or seen as a change. */
async function beginPostings(db: Database, last: number): Promise<boolean> {
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    await db.kysely.deleteFrom("postings").where("bucket", "=", bucket)
      .execute();
  }
  const first = await findFirstSeq(db.kysely);
  const firstBlock = blockOf(first ?? last);
  const through = firstBlock * BLOCK_SIZE - 1;
  const state = { through, changes: last, firstBlock };
  return await writeAlone(db, async (trx) => {
    if (await readPostingsState(trx)) return true;
    await writeMeta(trx, "postings", formatPostingsState(state));
    return true;
  });
}

async function findFirstSeq(db: Kysely<Tables>): Promise<number | undefined> {
  const row = await db.selectFrom("posts").select("seq")
    .orderBy("seq").limit(1).executeTakeFirst();
  return row?.seq;
}

async function addPosts(
  db: Database,
  state: PostingsState,
  { last, onOvertaken }: { last: number; onOvertaken: () => void },
): Promise<boolean> {
  const block = blockOf(state.through + 1);
  const through = Math.min(last, (block + 1) * BLOCK_SIZE - 1);
  const added = new Map<number, number[]>();
  for (let after = state.through; after < through; after += PAGE) {
    const rows = await db.kysely.selectFrom("posts").select(COLUMNS)
      .where("seq", ">", after)
      .where("seq", "<=", Math.min(through, after + PAGE)).execute();
    await addEntries(added, rows);
  }
  const next = { ...state, through };
  if (!await writeBlock(db, block, { added, state, next })) onOvertaken();
  return true;
}

/** The new entries of a block by bucket. */
type Entries = ReadonlyMap<number, readonly number[]>;

async function addEntries(
  entries: Map<number, number[]>,
  rows: readonly Row[],
): Promise<void> {
  for (const { seq, topic_id, text, entities } of rows) {
    const reported = entities === null ? undefined : JSON.parse(entities);
    for (const term of indexTerms({ text, entities: reported })) {
      const { bucket, fingerprint } = placeOf(topic_id, term);
      const list = entries.get(bucket);
      const entry = toEntry(fingerprint, seq);
      if (list) list.push(entry);
      else entries.set(bucket, [entry]);
    }
    await letOthersRun();
  }
}

/** A change of a block, and the states before and after it. */
interface BlockChange {
  readonly added: Entries;
  /** Posts whose entries are removed first. */
  readonly replaced?: ReadonlySet<number>;
  readonly state: PostingsState;
  readonly next: PostingsState;
}

/** Rewrites the rows of a block that change; false if another process was faster. */
async function writeBlock(
  db: Database,
  block: number,
  { added, replaced = new Set(), state, next }: BlockChange,
): Promise<boolean> {
  const places = new Set(Array.from(replaced, (seq) => seq % BLOCK_SIZE));
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket)
    .filter((bucket) => replaced.size > 0 || added.has(bucket));
  return await writeAlone(db, async (trx) => {
    const now = await readPostingsState(trx);
    if (JSON.stringify(now) !== JSON.stringify(state)) return false;
    const stored = buckets.length === 0 ? [] : await trx.selectFrom("postings")
      .select(["bucket", "entries"]).where("block", "=", block)
      .where("bucket", "in", buckets).execute();
    const before = new Map(
      stored.map(({ bucket, entries }) => [bucket, readEntries(entries)]),
    );
    const rows = buckets.map((bucket) => {
      const old = before.get(bucket) ?? new Uint32Array();
      const kept = places.size === 0
        ? old
        : old.filter((entry) => !places.has(placeInBlock(entry)));
      const more = added.get(bucket) ?? [];
      const all = new Uint32Array(kept.length + more.length);
      all.set(kept);
      all.set(more, kept.length);
      return { bucket, block, entries: new Uint8Array(all.buffer) };
    });
    await insertRows(trx, "postings", rows, "replace");
    await writeMeta(trx, "postings", formatPostingsState(next));
    return true;
  });
}

/** Enters what edited posts say now, and takes out what deleted ones said. */
async function addChanges(
  db: Database,
  state: PostingsState,
  last: number,
): Promise<boolean> {
  const { changes, through } = state;
  const changed = new Set<number>();
  for (const column of ["edited", "deleted"] as const) {
    const rows = await db.kysely.selectFrom("posts").select("seq")
      .where(column, ">", sql.lit(0)) // as the index says
      .where(column, ">", changes).where(column, "<=", last)
      .where("seq", "<=", through).execute();
    for (const { seq } of rows) changed.add(seq);
  }
  if (changed.size === 0 && last - changes < MIN_POSTS) return false;
  const byBlock = Map.groupBy(changed, blockOf);
  for (const [block, seqs] of byBlock) {
    const rows: Row[] = [];
    for (const some of chunksOf(seqs, db.dialect)) {
      rows.push(
        ...await db.kysely.selectFrom("posts").select(COLUMNS)
          .where("seq", "in", some).execute(),
      );
    }
    const added = new Map<number, number[]>();
    await addEntries(added, rows);
    const replaced = new Set(seqs);
    await writeBlock(db, block, { added, replaced, state, next: state });
  }
  await writeAlone(db, async (trx) => {
    const now = await readPostingsState(trx);
    if (JSON.stringify(now) !== JSON.stringify(state)) return;
    const next = { ...state, changes: last };
    await writeMeta(trx, "postings", formatPostingsState(next));
  });
  return changed.size > 0;
}

/** Deletes the rows of blocks whose posts are gone. */
async function dropPruned(
  db: Database,
  state: PostingsState,
): Promise<boolean> {
  const first = await findFirstSeq(db.kysely);
  const firstBlock = blockOf(Math.min(first ?? Infinity, state.through + 1));
  if (firstBlock <= state.firstBlock) return false;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    await db.kysely.deleteFrom("postings").where("bucket", "=", bucket)
      .where("block", "<", firstBlock).execute();
  }
  await writeAlone(db, async (trx) => {
    const now = await readPostingsState(trx);
    if (JSON.stringify(now) !== JSON.stringify(state)) return;
    const next = { ...state, firstBlock };
    await writeMeta(trx, "postings", formatPostingsState(next));
  });
  return false;
}
