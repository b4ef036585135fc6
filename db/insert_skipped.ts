import type { Transaction } from "kysely";
import type { SkipEntry } from "../domain/entry.ts";
import type { Tables } from "./tables.ts";

/** Inserts a row for each message that became no post. */
export async function insertSkipped(
  trx: Transaction<Tables>,
  stream: number,
  skips: readonly SkipEntry[],
): Promise<void> {
  if (skips.length === 0) return;
  const rows = skips.map((skip) => ({
    stream,
    log_seq: skip.logSeq,
    reason: skip.reason,
    detail: skip.detail,
    head: skip.head,
    received_ms: skip.receivedMs,
  }));
  await trx.insertInto("skipped").values(rows).execute();
}
