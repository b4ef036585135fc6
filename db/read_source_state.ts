import type { Kysely } from "kysely";
import type { SourceRecord } from "../domain/pipeline/source_record.ts";
import type { Tables } from "./connection/tables.ts";
import { toSourceRecord } from "./to_source_record.ts";

/** How a source is doing; undefined if it was never read. */
export async function readSourceState(
  db: Kysely<Tables>,
  source: string,
): Promise<SourceRecord | undefined> {
  const row = await db.selectFrom("source_states").selectAll()
    .where("source", "=", source).executeTakeFirst();
  return row && toSourceRecord(row);
}
