import type { Selectable } from "kysely";
import type { Tables } from "../connection/tables.ts";

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
export function toStoredGap(row: Selectable<Tables["gaps"]>): StoredGap {
  return {
    id: row.id,
    source: row.source,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    why: row.why,
    recovered: row.recovered === 1,
  };
}
