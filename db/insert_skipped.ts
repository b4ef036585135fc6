import type { Transaction } from "kysely";
import type { SkipEntry } from "../domain/pipeline/log_entry.ts";
import type { Dialect } from "./connection/database.ts";
import { chunksOf } from "./connection/statements.ts";
import type { Tables } from "./connection/tables.ts";

/** A message that became no post. */
export type Skip = Omit<SkipEntry, "kind"> & {
  /** See {@linkcode postName}; null: it is about no post. */
  readonly about: string | null;
  /** The post as an edit writes it, as JSON. @default {null} */
  readonly edit?: string;
};

/** Inserts a row for each message that became no post. */
export async function insertSkipped(
  trx: Transaction<Tables>,
  dialect: Dialect,
  stream: number,
  skips: readonly Skip[],
): Promise<void> {
  const rows = skips.map((skip) => ({
    stream,
    log_seq: skip.logSeq,
    reason: skip.reason,
    detail: skip.detail,
    head: skip.head,
    received_ms: skip.receivedMs,
    about: skip.about,
    edit: skip.edit ?? null,
  }));
  for (const chunk of chunksOf(rows, dialect)) {
    await trx.insertInto("skipped").values(chunk).execute();
  }
}
