import type { Kysely, Selectable } from "kysely";
import type { SourceRecord } from "../../domain/pipeline/pipeline.ts";
import type { Database } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";

/** Writes down what is newly known of an interruption. */
export async function changeGap(
  db: Kysely<Tables>,
  id: number,
  { why }: Pick<StoredGap, "why">,
): Promise<void> {
  await db.updateTable("gaps").set({ why }).where("id", "=", id).execute();
}

/** Writes down when an interruption ended, and whether what was sent meanwhile is read after all. */
export async function closeGap(
  db: Kysely<Tables>,
  id: number,
  { toMs, recovered }: { toMs: number } & Pick<StoredGap, "recovered">,
): Promise<void> {
  await db.updateTable("gaps")
    .set({ to_ms: toMs, recovered: Number(recovered) })
    .where("id", "=", id).execute();
}

/** Writes down that a source is interrupted, and answers the interruption's number. */
export async function openGap(
  db: Kysely<Tables>,
  { source, fromMs, why }: Pick<StoredGap, "source" | "fromMs" | "why">,
): Promise<number> {
  const { insertId } = await db.insertInto("gaps")
    .values({ source, from_ms: fromMs, to_ms: null, why, recovered: 0 })
    .executeTakeFirstOrThrow();
  return Number(insertId);
}

/** Which interruptions to read: those that touch `[fromMs, toMs)`. */
interface GapRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
}

/** Interruptions of all sources, newest first. */
export async function readGaps(
  db: Kysely<Tables>,
  { fromMs, toMs, limit }: GapRange,
): Promise<StoredGap[]> {
  const rows = await db.selectFrom("gaps").selectAll()
    .where("from_ms", "<", toMs)
    .where((eb) => eb.or([eb("to_ms", "is", null), eb("to_ms", ">", fromMs)]))
    .orderBy("from_ms", "desc").orderBy("id", "desc").limit(limit).execute();
  return rows.map(toStoredGap);
}

/** The interruption of a source that is not over, the newest of several; undefined if there is none. */
export async function readOpenGap(
  db: Kysely<Tables>,
  source: string,
): Promise<StoredGap | undefined> {
  const row = await db.selectFrom("gaps").selectAll()
    .where("source", "=", source).where("to_ms", "is", null)
    .orderBy("id", "desc").limit(1).executeTakeFirst();
  return row && toStoredGap(row);
}

/** An interruption of a source. Times are milliseconds since the epoch. */
export interface StoredGap {
  readonly id: number;
  /** The source's key. */
  readonly source: string;
  readonly fromMs: number;
  /** Null while it lasts. */
  readonly toMs: number | null;
  readonly why: string;
  /** Whether what was sent meanwhile has been read after all. */
  readonly recovered: boolean;
}

/** Makes an interruption of its row. */
function toStoredGap(row: Selectable<Tables["gaps"]>): StoredGap {
  return {
    id: row.id,
    source: row.source,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    why: row.why,
    recovered: row.recovered === 1,
  };
}

/** How a source is doing; undefined if it was never read. */
export async function readSourceState(
  db: Kysely<Tables>,
  source: string,
): Promise<SourceRecord | undefined> {
  const row = await db.selectFrom("source_states").selectAll()
    .where("source", "=", source).executeTakeFirst();
  return row && toSourceRecord(row);
}

/** How all sources are doing that were ever read, in the order of their keys. */
export async function readSourceStates(
  db: Kysely<Tables>,
): Promise<SourceRecord[]> {
  const rows = await db.selectFrom("source_states").selectAll()
    .orderBy("source").execute();
  return rows.map(toSourceRecord);
}

/** Makes a source's state of its row. */
function toSourceRecord(
  row: Tables["source_states"],
): SourceRecord {
  return {
    source: row.source,
    name: row.name,
    state: row.state as SourceRecord["state"],
    detail: row.detail,
    notice: row.notice,
    changedMs: row.changed_ms,
    seenMs: row.seen_ms,
    events: row.events,
    rate: row.rate / 1_000,
  };
}

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
