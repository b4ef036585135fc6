import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "../connection/database.ts";
import { chunksOf, retryTransaction } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";

/** Which posts a source bills. */
interface Bill {
  readonly source: string;
  /** Days since 1970, UTC. */
  readonly day: number;
  readonly ids: readonly string[];
}

/**
 * Counts posts that a source bills: the same post once a day, whoever counts
 * it. Which posts these were is forgotten after the next day, the sum is not.
 *
 * @param day Days since 1970, UTC.
 * @returns All that the source has billed that day.
 */
export async function countSpent(
  db: Database,
  source: string,
  day: number,
  ids: readonly string[],
): Promise<number> {
  return await retryTransaction(db, async (trx) => {
    await lockDay(trx, db.dialect, { source, day });
    const bill = { source, day, ids: [...new Set(ids)] };
    const news = await findUnbilled(trx, db.dialect, bill);
    for (const extIds of chunksOf(news, db.dialect)) {
      await trx.insertInto("billed")
        .values(extIds.map((ext_id) => ({ source, day, ext_id }))).execute();
    }
    await trx.updateTable("spending")
      .set((eb) => ({ posts: eb("posts", "+", news.length) }))
      .where("source", "=", source).where("day", "=", day).execute();
    await trx.deleteFrom("billed").where("source", "=", source)
      .where("day", "<", day - 1).execute();
    return await readSpent(trx, source, day);
  });
}

/** Others who count the same day wait until the transaction ends. */
async function lockDay(
  trx: Transaction<Tables>,
  dialect: Database["dialect"],
  { source, day }: Omit<Bill, "ids">,
): Promise<void> {
  const insert = trx.insertInto("spending").values({ source, day, posts: 0 });
  if (dialect === "mysql") {
    await insert.onDuplicateKeyUpdate({ posts: sql`spending.posts` }).execute();
  } else await insert.onConflict((oc) => oc.doNothing()).execute();
}

async function findUnbilled(
  trx: Transaction<Tables>,
  dialect: Database["dialect"],
  { source, day, ids }: Bill,
): Promise<string[]> {
  const billed = new Set<string>();
  for (const extIds of chunksOf(ids, dialect)) {
    const rows = await trx.selectFrom("billed").select("ext_id")
      .where("source", "=", source).where("day", "=", day)
      .where("ext_id", "in", extIds).execute();
    for (const { ext_id } of rows) billed.add(ext_id);
  }
  return ids.filter((id) => !billed.has(id));
}

/** Posts that a source has billed on a day (in days since 1970, UTC). */
export async function readSpent(
  db: Kysely<Tables>,
  source: string,
  day: number,
): Promise<number> {
  const row = await db.selectFrom("spending").select("posts")
    .where("source", "=", source).where("day", "=", day).executeTakeFirst();
  return row?.posts ?? 0;
}
