import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** Gives one's own lease back; of another's nothing changes. */
export async function releaseLease(
  db: Kysely<Tables>,
  name: string,
  owner: string,
): Promise<void> {
  await db.deleteFrom("leases").where("name", "=", name)
    .where("owner", "=", owner).execute();
}
