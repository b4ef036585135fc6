import type { Kysely, Transaction } from "kysely";
import { type Database, dialectOf } from "../connection/database.ts";
import { chunksOf, insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { retryTransaction } from "../connection/transactions.ts";

/** Creates access to what a database knows of billed posts. `day` is in days since 1970, UTC. */
export function createSpendStore(db: Database) {
  return {
    /** Posts that a source has billed on a day. */
    read: (source: string, day: number): Promise<number> =>
      readSpent(db.kysely, source, day),

    /**
     * Counts posts that a source bills: the same post once a day, whoever counts
     * it. The posts are forgotten after the next day, the sum is not.
     *
     * @returns All posts that the source has billed that day.
     */
    count: (source: string, day: number, ids: readonly string[]) =>
      retryTransaction(db, async (trx) => {
        // Locks the day's row: others who count it wait until the transaction ends.
        await insertRows(trx, "spending", [{ source, day, posts: 0 }], "keep");
        const unbilled = await findUnbilled(trx, source, day, new Set(ids));
        const rows = unbilled.map((ext_id) => ({ source, day, ext_id }));
        await insertRows(trx, "billed", rows);
        await trx.updateTable("spending")
          .set((eb) => ({ posts: eb("posts", "+", rows.length) }))
          .where("source", "=", source).where("day", "=", day).execute();
        await trx.deleteFrom("billed").where("source", "=", source)
          .where("day", "<", day - 1).execute();
        return await readSpent(trx, source, day);
      }),
  };
}

async function findUnbilled(
  trx: Transaction<Tables>,
  source: string,
  day: number,
  ids: ReadonlySet<string>,
): Promise<string[]> {
  const billed = new Set<string>();
  for (const extIds of chunksOf([...ids], dialectOf(trx))) {
    const rows = await trx.selectFrom("billed").select("ext_id")
      .where("source", "=", source).where("day", "=", day)
      .where("ext_id", "in", extIds).execute();
    for (const { ext_id } of rows) billed.add(ext_id);
  }
  return [...ids.difference(billed)];
}

/** Posts that a source has billed on a day, in days since 1970, UTC. */
export async function readSpent(
  db: Kysely<Tables>,
  source: string,
  day: number,
): Promise<number> {
  const row = await db.selectFrom("spending").select("posts")
    .where("source", "=", source).where("day", "=", day).executeTakeFirst();
  return row?.posts ?? 0;
}
