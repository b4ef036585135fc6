import type { Database } from "../db/connection/database.ts";
import { readSpent } from "../db/read_spent.ts";
import { costOf } from "../domain/pipeline/cost_of.ts";
import type { Spending } from "../domain/pipeline/pipeline.ts";

const DAY_MS = 86_400_000;

/**
 * Reads what X has billed today, UTC.
 *
 * @param limit Posts that it may bill a day; 0: no limit.
 */
export async function readSpending(
  { kysely }: Pick<Database, "kysely">,
  limit: number,
  nowMs: number = Date.now(),
): Promise<Spending> {
  const day = Math.floor(nowMs / DAY_MS);
  const posts = await readSpent(kysely, "x", day);
  return {
    day: new Date(day * DAY_MS).toISOString().slice(0, 10),
    posts,
    limit: limit === 0 ? null : limit,
    cost: costOf(posts),
    renews: (day + 1) * DAY_MS / 1_000,
  };
}
