import type { Database } from "../db/connection/database.ts";
import { readGaps } from "../db/read_gaps.ts";
import type { SourceHealth, Spending } from "../domain/pipeline/pipeline.ts";
import { readSources } from "./read_sources.ts";
import { readSpending } from "./read_spending.ts";

/** What `/metrics` tells of the database's word on the sources. */
export interface Health {
  readonly sources: readonly SourceHealth[];
  /** Keys of the sources whose interruption is not over. */
  readonly openGaps: readonly string[];
  /** Of X; null if it is not read. */
  readonly spending: Spending | null;
}

/**
 * Reads how the sources are doing now.
 *
 * @param xPostsPerDay Posts that X may bill a day; 0: no limit.
 */
export async function readHealth(
  db: Pick<Database, "kysely">,
  xPostsPerDay: number,
): Promise<Health> {
  const nowMs = Date.now();
  const present = { fromMs: nowMs, toMs: nowMs + 1, limit: 1_000 };
  const [sources, gaps, spending] = await Promise.all([
    readSources(db, nowMs / 1_000),
    readGaps(db.kysely, present),
    readSpending(db, xPostsPerDay, nowMs),
  ]);
  const isX = spending.posts > 0 || sources.some(({ name }) => name === "x");
  return {
    sources,
    openGaps: gaps.filter(({ toMs }) => toMs === null)
      .map(({ source }) => source),
    spending: isX ? spending : null,
  };
}
