import { sql, type Transaction } from "kysely";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";

/**
 * Takes the next `count` numbers of the commit order and returns the first.
 *
 * The counter's row stays locked until the transaction ends, so that numbers
 * become visible in order, and whatever the transaction reads next is settled.
 */
export async function takeSeqs(
  trx: Transaction<Tables>,
  dialect: Dialect,
  count: number,
): Promise<number> {
  if (dialect === "sqlite") {
    const { value } = await trx.updateTable("counters")
      .set((eb) => ({ value: eb("value", "+", count) }))
      .where("name", "=", "seq").returning("value").executeTakeFirstOrThrow();
    return value - count + 1;
  }
  await trx.updateTable("counters")
    .set({ value: sql`last_insert_id(value + ${count})` })
    .where("name", "=", "seq").execute();
  const { rows } = await sql<
    { value: number }
  >`select last_insert_id() as value`
    .execute(trx);
  return Number(rows[0]!.value) - count + 1;
}
