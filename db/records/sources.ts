import type { Kysely, Selectable } from "kysely";
import type { SourceRecord } from "../../domain/pipeline/pipeline.ts";
import type { Database } from "../connection/database.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { writeAlone } from "../connection/transactions.ts";
import { findStoredIds, hasIdPrefix } from "../write/deletions.ts";

/** What a database keeps about sources; see {@linkcode createSourceRecords}. */
export type SourceRecords = ReturnType<typeof createSourceRecords>;

/** Older than the first message of the first stream, so that any message moves the position. */
const NO_MESSAGE = { stream: 0, log_seq: 0 };

/** Creates access to what a database keeps about sources: their positions, states and interruptions. */
export function createSourceRecords(db: Database) {
  const { kysely } = db;
  const gaps = () => kysely.updateTable("gaps");
  return {
    /** A source's position, in its own words; null if it was never read. */
    readPosition: (source: string): Promise<string | null> =>
      readPosition(kysely, source),

    /**
     * Sets a source's position where no message does, such as while nothing that
     * it sends matches, if the position is still `from` (null: there is none).
     * Messages that are logged later move it on from here.
     *
     * @returns Whether it was.
     */
    movePosition: (source: string, from: string | null, position: string) =>
      writeAlone(db, async (trx) => {
        if (await readPosition(trx, source) !== from) return false;
        if (from === null) {
          await insertRows(trx, "checkpoints", [
            { source, position, ...NO_MESSAGE },
          ]);
        } else {
          await trx.updateTable("checkpoints").set({ position })
            .where("source", "=", source).execute();
        }
        return true;
      }),

    /** When the newest post was received that a stream brought, by the stream's creation time; null if there is none. */
    async readLastReceived(created: string): Promise<number | null> {
      const stream = kysely.selectFrom("streams").select("stream")
        .where("created", "=", created).orderBy("stream", "desc").limit(1);
      const row = await kysely.selectFrom("posts").select("received_ms")
        .where("stream", "=", stream).orderBy("log_seq", "desc").limit(1)
        .executeTakeFirst();
      return row?.received_ms ?? null;
    },

    /** State of a source; undefined if it was never read. */
    async readRecord(source: string): Promise<SourceRecord | undefined> {
      const row = await kysely.selectFrom("source_states").selectAll()
        .where("source", "=", source).executeTakeFirst();
      return row && toSourceRecord(row);
    },

    /** Replaces the state of a source. */
    async writeRecord(record: SourceRecord): Promise<void> {
      const { source, name, state, detail, notice, events } = record;
      const row = {
        ...{ source, name, state, detail, notice, events },
        changed_ms: record.changedMs,
        seen_ms: record.seenMs,
        rate: Math.round(record.rate * 1_000),
      };
      await insertRows(kysely, "source_states", [row], "replace");
    },

    /** The newest interruption of a source that is not over; undefined if there is none. */
    async readOpenGap(source: string): Promise<StoredGap | undefined> {
      const row = await kysely.selectFrom("gaps").selectAll()
        .where("source", "=", source).where("to_ms", "is", null)
        .orderBy("id", "desc").limit(1).executeTakeFirst();
      return row && toStoredGap(row);
    },

    /** Records that a source is interrupted, and returns the interruption's id. */
    async openGap(
      { source, fromMs, why }: Pick<StoredGap, "source" | "fromMs" | "why">,
    ): Promise<number> {
      const { insertId } = await kysely.insertInto("gaps")
        .values({ source, from_ms: fromMs, to_ms: null, why, recovered: 0 })
        .executeTakeFirstOrThrow();
      return Number(insertId);
    },

    /** Replaces the reason of an interruption, which began at `fromMs` at the latest. */
    async changeGap(
      id: number,
      { fromMs, why }: { fromMs: number; why: string },
    ): Promise<void> {
      await gaps().set({ why }).where("id", "=", id).execute();
      await gaps().set({ from_ms: fromMs }).where("id", "=", id)
        .where("from_ms", ">", fromMs).execute();
    },

    /** Records when an interruption ended, and whether what was sent meanwhile is read after all. */
    async closeGap(
      id: number,
      { toMs, recovered }: { toMs: number; recovered: boolean },
    ): Promise<void> {
      await gaps().set({ to_ms: toMs, recovered: Number(recovered) })
        .where("id", "=", id).execute();
    },

    /** Those of some ids that a post of a source has in any topic. */
    findIds: (name: string, ids: readonly string[]): Promise<Set<string>> =>
      findStoredIds(kysely, name, ids),

    /** Whether any topic holds a post of a source whose id begins with `prefix`. */
    hasPrefix: (name: string, prefix: string): Promise<boolean> =>
      hasIdPrefix(kysely, name, prefix),
  };
}

async function readPosition(
  db: Kysely<Tables>,
  source: string,
): Promise<string | null> {
  const row = await db.selectFrom("checkpoints").select("position")
    .where("source", "=", source).executeTakeFirst();
  return row?.position ?? null;
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

/** States of all sources that were ever read, in the order of their keys. */
export async function readSourceStates(
  db: Kysely<Tables>,
): Promise<SourceRecord[]> {
  const rows = await db.selectFrom("source_states").selectAll()
    .orderBy("source").execute();
  return rows.map(toSourceRecord);
}

function toSourceRecord(row: Tables["source_states"]): SourceRecord {
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
