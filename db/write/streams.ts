import type { Kysely, Transaction } from "kysely";
import type { Checkpoint, Entry } from "../../domain/pipeline/log_entry.ts";
import type { Database } from "../connection/database.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readLastSeq } from "../read/pipeline.ts";

/** An incarnation of a stream, as rows know it. */
interface StoredStream {
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
 * Finds the id of a stream's incarnation, and gives it one if it has none.
 *
 * @param created When the stream was created, as its broker says.
 */
export async function findStream(
  { kysely }: Database,
  name: string,
  created: string,
  { firstSeq = 1 }: FindStreamOptions = {},
): Promise<StoredStream> {
  let row = await readStream(kysely, name, created);
  if (!row) {
    const added = { name, created, pruned_seq: firstSeq - 1 };
    await insertRows(kysely, "streams", [added], {}); // another process may be faster
    row = (await readStream(kysely, name, created))!;
  }
  const lastSeq = await readLastSeq(kysely, row.stream);
  return { stream: row.stream, lastSeq: Math.max(lastSeq, row.pruned_seq) };
}

async function readStream(db: Kysely<Tables>, name: string, created: string) {
  return await db.selectFrom("streams").select(["stream", "pruned_seq"])
    .where("name", "=", name).where("created", "=", created)
    .executeTakeFirst();
}

/** Moves each source's position to the newest message of the batch; never back. */
export async function writeCheckpoints(
  trx: Transaction<Tables>,
  stream: number,
  entries: readonly Entry[],
): Promise<void> {
  for (const { logSeq, checkpoint } of newestBySource(entries)) {
    const { source, position } = checkpoint;
    const stored = await trx.selectFrom("checkpoints")
      .select(["stream", "log_seq"]).where("source", "=", source)
      .executeTakeFirst();
    const isNewer = !stored || stored.stream < stream ||
      (stored.stream === stream && stored.log_seq < logSeq);
    if (!isNewer) continue;
    const row = { source, position, stream, log_seq: logSeq };
    await insertRows(trx, "checkpoints", [row], {
      replace: ["position", "stream", "log_seq"],
    });
  }
}

interface NewestCheckpoint {
  readonly logSeq: number;
  readonly checkpoint: Checkpoint;
}

function newestBySource(entries: readonly Entry[]): Iterable<NewestCheckpoint> {
  const newest = new Map<string, NewestCheckpoint>();
  for (const { logSeq, checkpoint } of entries) {
    if (!checkpoint) continue;
    const { source } = checkpoint;
    const known = newest.get(source);
    if (!known || known.logSeq < logSeq) {
      newest.set(source, { logSeq, checkpoint });
    }
  }
  return newest.values();
}
