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
  const streams = await db.kysely.selectFrom("streams").select("stream")
    .execute();
  let pruned = 0;
  for (const { stream } of streams) {
    pruned += await pruneTable(db, "posts", stream, beforeMs);
    await pruneTable(db, "skipped", stream, beforeMs);
  }
  return pruned;
}

async function pruneTable(
  db: Database,
  table: "posts" | "skipped",
  stream: number,
  beforeMs: number,
): Promise<number> {
  let pruned = 0;
  while (true) {
    const count = await prunePage(db, table, stream, beforeMs);
    pruned += count;
    if (count < PAGE) return pruned;
  }
}

/** Deletes the oldest rows of a stream, as long as they are old enough. */
async function prunePage(
  { kysely }: Database,
  table: "posts" | "skipped",
  stream: number,
  beforeMs: number,
): Promise<number> {
  const oldest = await kysely.selectFrom(table)
    .select(["log_seq", "received_ms"]).where("stream", "=", stream)
    .orderBy("log_seq").limit(PAGE).execute();
  const young = oldest.findIndex((row) => row.received_ms >= beforeMs);
  const old = young < 0 ? oldest : oldest.slice(0, young);
  const last = old.at(-1)?.log_seq;
  if (last === undefined) return 0;
  await kysely.transaction().execute(async (trx) => {
    await trx.deleteFrom(table).where("stream", "=", stream)
      .where("log_seq", "<=", last).execute();
    await trx.updateTable("streams").set({ pruned_seq: last })
      .where("stream", "=", stream).where("pruned_seq", "<", last).execute();
  });
  return old.length;
}
