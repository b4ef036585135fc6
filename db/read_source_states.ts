import type { Kysely } from "kysely";
import {
  type StoredSourceState,
  toStoredSourceState,
} from "./stored_source_state.ts";
import type { Tables } from "./tables.ts";

/** How all sources are doing that were ever read, in the order of their keys. */
export async function readSourceStates(
  db: Kysely<Tables>,
): Promise<StoredSourceState[]> {
  const rows = await db.selectFrom("source_states").selectAll()
    .orderBy("source").execute();
  return rows.map(toStoredSourceState);
}
