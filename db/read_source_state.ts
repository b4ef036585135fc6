import type { Kysely } from "kysely";
import {
  type StoredSourceState,
  toStoredSourceState,
} from "./stored_source_state.ts";
import type { Tables } from "./tables.ts";

/** How a source is doing; undefined if it was never read. */
export async function readSourceState(
  db: Kysely<Tables>,
  source: string,
): Promise<StoredSourceState | undefined> {
  const row = await db.selectFrom("source_states").selectAll()
    .where("source", "=", source).executeTakeFirst();
  return row && toStoredSourceState(row);
}
