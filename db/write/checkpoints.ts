import type { Transaction } from "kysely";
import type { Checkpoint, Entry } from "../../domain/pipeline/log_entry.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";

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
