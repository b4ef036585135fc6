import { changeGap } from "../db/change_gap.ts";
import { closeGap } from "../db/close_gap.ts";
import type { Database } from "../db/connection/database.ts";
import { findStoredIds } from "../db/find_stored_ids.ts";
import { hasIdPrefix } from "../db/has_id_prefix.ts";
import { moveCheckpoint } from "../db/move_checkpoint.ts";
import { openGap } from "../db/open_gap.ts";
import { readCheckpoint } from "../db/read_checkpoint.ts";
import { readOpenGap } from "../db/read_open_gap.ts";
import { readSourceState } from "../db/read_source_state.ts";
import { readSpent } from "../db/read_spent.ts";
import { releaseLease } from "../db/release_lease.ts";
import { takeLease } from "../db/write/leases.ts";
import { countSpent } from "../db/write/spending.ts";
import { writeSourceState } from "../db/write_source_state.ts";
import type { LeaseStore } from "../workers/broker/lease.ts";
import type { SourceRecords } from "../workers/ingest/source_records.ts";
import type { SpendStore } from "../workers/ingest/sources/spending.ts";

/** What sources keep in a database. */
export interface Records {
  readonly records: SourceRecords;
  readonly spending: SpendStore;
  readonly leases: LeaseStore;
}

/** A file belongs to one process at a time: there is nobody to wait for. */
const UNDISPUTED: LeaseStore = {
  take: () => Promise.resolve(true),
  release: () => Promise.resolve(),
};

/** Joins the database's functions into what sources keep in it. */
export function createRecords(db: Database): Records {
  const { kysely, dialect } = db;
  return {
    records: {
      readPosition: (source) => readCheckpoint(kysely, source),
      movePosition: (source, from, to) => moveCheckpoint(db, source, from, to),
      readRecord: (source) => readSourceState(kysely, source),
      writeRecord: (record) => writeSourceState(db, record),
      readOpenGap: (source) => readOpenGap(kysely, source),
      openGap: (gap) => openGap(kysely, gap),
      changeGap: (id, change) => changeGap(kysely, id, change),
      closeGap: (id, end) => closeGap(kysely, id, end),
      findIds: (name, ids) => findStoredIds(kysely, name, ids),
      hasPrefix: (name, prefix) => hasIdPrefix(kysely, name, prefix),
    },
    spending: {
      read: (source, day) => readSpent(kysely, source, day),
      count: (source, day, ids) => countSpent(db, source, day, ids),
    },
    leases: dialect === "sqlite" ? UNDISPUTED : {
      take: (name, owner, ttlMs) => takeLease(db, name, owner, ttlMs),
      release: (name, owner) => releaseLease(kysely, name, owner),
    },
  };
}
