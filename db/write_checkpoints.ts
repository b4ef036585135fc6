import type { Transaction } from "kysely";
import type { Checkpoint, Entry } from "../domain/pipeline/log_entry.ts";
import type { Tables } from "./connection/tables.ts";

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
