import type { Kysely, Transaction } from "kysely";
import type { Checkpoint, Entry } from "../../domain/pipeline/log_entry.ts";
import type { Database } from "../connection/database.ts";
import { retryTransaction } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readLastSeq } from "../read/snapshot.ts";
import { takeSeqs } from "./seqs.ts";

/** A stream's incarnation, as rows know it. */
export interface StoredStream {
  readonly stream: number;
  /** The highest position that is accounted for; 0 if none is. */
  readonly lastSeq: number;
}

/** Options for {@linkcode findStream}. */
export interface FindStreamOptions {
  /** The first message that the log still holds; what was before it never gets a row. @default {1} */
  firstSeq?: number;
}

/**
 * Finds the number of a stream's incarnation, and gives it one if it has none.
 *
 * @param created When the stream was made, in its broker's words.
 */
export async function findStream(
  db: Database,
  name: string,
  created: string,
  options: FindStreamOptions = {},
): Promise<StoredStream> {
  const { kysely } = db;
  const { firstSeq = 1 } = options;
  const known = () =>
    kysely.selectFrom("streams").select(["stream", "pruned_seq"])
      .where("name", "=", name).where("created", "=", created)
      .executeTakeFirst();

  if (!await known()) {
    await insertOnce(db, { name, created, pruned_seq: firstSeq - 1 });
  }
  const { stream, pruned_seq } = (await known())!;
  const lastSeq = Math.max(await readLastSeq(kysely, stream), pruned_seq);
  return { stream, lastSeq };
}

/** Another process may have been faster. */
async function insertOnce(
  { kysely, dialect }: Database,
  row: { name: string; created: string; pruned_seq: number },
): Promise<void> {
  const insert = kysely.insertInto("streams").values(row);
  if (dialect === "mysql") {
    await insert.onDuplicateKeyUpdate({ name: row.name }).execute();
  } else await insert.onConflict((oc) => oc.doNothing()).execute();
}

/** Older than the first message of the first stream, so that any message moves it on. */
const NO_MESSAGE = { stream: 0, log_seq: 0 };

/**
 * Moves a source's place on where no message does, such as while nothing that
 * it sends matches, if the place is still `from` (null: there is none). Messages
 * that are newer than those that led there move it on from here.
 *
 * @returns Whether it was.
 */
export async function moveCheckpoint(
  db: Database,
  source: string,
  from: string | null,
  to: string,
): Promise<boolean> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // nobody stores meanwhile
    if (await readCheckpoint(trx, source) !== from) return false;
    if (from === null) {
      const row = { source, position: to, ...NO_MESSAGE };
      await trx.insertInto("checkpoints").values(row).execute();
    } else {
      await trx.updateTable("checkpoints").set({ position: to })
        .where("source", "=", source).execute();
    }
    return true;
  });
}

/** Where a source goes on, in its own words; null if it never began. */
export async function readCheckpoint(
  db: Kysely<Tables>,
  sourceKey: string,
): Promise<string | null> {
  const row = await db.selectFrom("checkpoints").select("position")
    .where("source", "=", sourceKey).executeTakeFirst();
  return row?.position ?? null;
}

/** Moves each source's place on to the newest message of the batch; never back. */
export async function writeCheckpoints(
  trx: Transaction<Tables>,
  stream: number,
  entries: readonly Entry[],
): Promise<void> {
  for (const { logSeq, checkpoint } of newestBySource(entries)) {
    const { source, position } = checkpoint;
    const row = { position, stream, log_seq: logSeq };
    const stored = await trx.selectFrom("checkpoints")
      .select(["stream", "log_seq"]).where("source", "=", source)
      .executeTakeFirst();
    if (!stored) {
      await trx.insertInto("checkpoints").values({ source, ...row }).execute();
    } else if (
      stored.stream < stream ||
      (stored.stream === stream && stored.log_seq < logSeq)
    ) {
      await trx.updateTable("checkpoints").set(row)
        .where("source", "=", source).execute();
    }
  }
}

function newestBySource(
  entries: readonly Entry[],
): { logSeq: number; checkpoint: Checkpoint }[] {
  const newest = new Map<string, { logSeq: number; checkpoint: Checkpoint }>();
  for (const { logSeq, checkpoint } of entries) {
    if (!checkpoint) continue;
    const known = newest.get(checkpoint.source);
    if (!known || known.logSeq < logSeq) {
      newest.set(checkpoint.source, { logSeq, checkpoint });
    }
  }
  return [...newest.values()];
}
