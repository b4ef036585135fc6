import type { Kysely } from "kysely";
import { DAY, HOUR, type TimeRange } from "../../domain/time/range.ts";
import type { Tables } from "../connection/tables.ts";

/** A range of time, and the buckets that it is read from. */
export interface Part extends TimeRange {
  /** Seconds that a stored bucket spans. */
  readonly step: number;
}

/** Before and after all times that a post can have, in seconds; whole days. */
export const ALWAYS: TimeRange = { from: -9e12, to: 9e12 + DAY };

/** Parts of one question; beyond, hours answer all of it. */
const MAX_PARTS = 30;

/**
 * Splits a range of whole days by what is stored of them: days that are summed
 * up, and hours of the others.
 */
export async function splitByDays(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: TimeRange,
): Promise<Part[]> {
  if (from >= to) return [];
  const stale = await db.selectFrom("stale_days").select("t")
    .where("topic_id", "=", topicId).where("t", ">=", from).where("t", "<", to)
    .orderBy("t").execute();
  const parts: Part[] = [];
  const add = (step: number, from: number, to: number) => {
    const last = parts.at(-1);
    if (from >= to) return;
    if (last?.step === step) parts[parts.length - 1] = { ...last, to };
    else parts.push({ step, from, to });
  };
  let next = from;
  for (const { t } of stale) {
    add(DAY, next, t);
    add(HOUR, t, t + DAY);
    next = t + DAY;
  }
  add(DAY, next, to);
  return parts.length > MAX_PARTS ? [{ step: HOUR, from, to }] : parts;
}
