import type { Kysely } from "kysely";
import { auditBuckets, type BucketDifference } from "../audit_buckets.ts";
import { auditLog, type LogAudit } from "../audit_log.ts";
import { auditRanges } from "../audit_ranges.ts";
import type { Database } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import { readConsistently } from "../read_consistently.ts";
import { readLastSeq } from "../read_last_seq.ts";
import { auditTerms, type TermDifference } from "./rollups.ts";

/** What the rows prove. */
export interface Audit {
  readonly isClean: boolean;
  readonly log: readonly LogAudit[];
  readonly buckets: readonly BucketDifference[];
  readonly terms: readonly TermDifference[];
}

/** Up to where a stream's messages must have a row, as its broker says it. */
type LastSeq = (
  stream: { name: string; created: string },
) => number | undefined;

/**
 * Proves that every message has exactly one row and that the rollups say what
 * the rows say, as it stood at one moment: it runs beside whoever writes.
 *
 * @param lastSeq Where a stream ends; of a stream that it does not know the
 * highest row is the end.
 */
export async function audit(db: Database, lastSeq: LastSeq): Promise<Audit> {
  return await readConsistently(db, async (trx) => {
    const log: LogAudit[] = [];
    const streams = await trx.selectFrom("streams").selectAll()
      .orderBy("stream").execute();
    for (const { stream, name, created, pruned_seq } of streams) {
      const last = lastSeq({ name, created }) ?? await readLastSeq(trx, stream);
      const first = pruned_seq + 1;
      log.push(await auditLog(trx, { stream, name, created, first, last }));
    }
    const ranges = await auditRanges(trx);
    const buckets = await auditBuckets(trx, ranges, await readPrunedMs(trx));
    const terms = await auditTerms(trx, ranges);
    const isClean = buckets.length === 0 && terms.length === 0 &&
      log.every(({ gaps, doubles }) => gaps.length + doubles.length === 0);
    return { isClean, log, buckets, terms };
  });
}

async function readPrunedMs(trx: Kysely<Tables>): Promise<number | null> {
  const row = await trx.selectFrom("meta").select("value")
    .where("name", "=", "pruned_ms").executeTakeFirst();
  return row ? Number(row.value) : null;
}
