import type { SourceRecord } from "../domain/pipeline/source_record.ts";
import type { Database } from "./connection/database.ts";

/** Writes down how a source is doing, in the place of what was written before. */
export async function writeSourceState(
  { kysely, dialect }: Database,
  state: SourceRecord,
): Promise<void> {
  const { source } = state;
  const row = {
    name: state.name,
    state: state.state,
    detail: state.detail,
    notice: state.notice,
    changed_ms: state.changedMs,
    seen_ms: state.seenMs,
    events: state.events,
    rate: Math.round(state.rate * 1_000),
  };
  const insert = kysely.insertInto("source_states").values({ source, ...row });
  if (dialect === "mysql") await insert.onDuplicateKeyUpdate(row).execute();
  else {
    await insert.onConflict((oc) => oc.column("source").doUpdateSet(row))
      .execute();
  }
}
