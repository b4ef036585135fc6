import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";
import type { StoredGap } from "./write/sources.ts";

/** Writes down what is newly known of an interruption. */
export async function changeGap(
  db: Kysely<Tables>,
  id: number,
  { why }: Pick<StoredGap, "why">,
): Promise<void> {
  await db.updateTable("gaps").set({ why }).where("id", "=", id).execute();
}
