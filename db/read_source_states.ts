import type { Kysely } from "kysely";
import type { SourceRecord } from "../domain/pipeline/source_record.ts";
import type { Tables } from "./connection/tables.ts";
import { toSourceRecord } from "./to_source_record.ts";

/** How all sources are doing that were ever read, in the order of their keys. */
export async function readSourceStates(
  db: Kysely<Tables>,
): Promise<SourceRecord[]> {
  const rows = await db.selectFrom("source_states").selectAll()
    .orderBy("source").execute();
  return rows.map(toSourceRecord);
}
