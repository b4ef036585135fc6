import type { Database } from "./database.ts";

const PAGE = 1_000;

/**
 * Deletes posts and skipped messages that were received before a time; counts
 * in the rollups stay. One page a transaction, so that writers wait little.
 *
 * @returns The number of posts deleted.
 */
export async function prunePosts(
  db: Database,
  beforeMs: number,
): Promise<number> {
  let pruned = 0;
  while (true) {
    const posts = await prunePage(db, "posts", beforeMs);
    const skipped = await prunePage(db, "skipped", beforeMs);
    pruned += posts;
    if (posts < PAGE && skipped < PAGE) return pruned;
  }
}

/** Deletes the oldest rows of a table, as long as they are old enough. */
async function prunePage(
  db: Database,
  table: "posts" | "skipped",
  beforeMs: number,
): Promise<number> {
  return await db.kysely.transaction().execute(async (trx) => {
    const oldest = await trx.selectFrom(table)
      .select(["stream", "log_seq", "received_ms"])
      .orderBy("stream").orderBy("log_seq").limit(PAGE).execute();
    const count = oldest.findIndex((row) => row.received_ms >= beforeMs);
    const old = count < 0 ? oldest : oldest.slice(0, count);
    for (const [stream, last] of lastByStream(old)) {
      await trx.deleteFrom(table).where("stream", "=", stream)
        .where("log_seq", "<=", last).execute();
      await trx.updateTable("streams").set({ pruned_seq: last })
        .where("stream", "=", stream).where("pruned_seq", "<", last).execute();
    }
    return old.length;
  });
}

function lastByStream(
  rows: readonly { stream: number; log_seq: number }[],
): Map<number, number> {
  return new Map(rows.map((row) => [row.stream, row.log_seq]));
}
