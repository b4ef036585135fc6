import { type Kysely, sql } from "kysely";
import { SOURCE_KIND } from "../../domain/post/term.ts";
import type { SourceSeries } from "../../domain/series/source_series.ts";
import type { Tables } from "../connection/tables.ts";
import { startOfStep } from "../start_of_step.ts";
import type { StoredTopic } from "./topics.ts";

const [MINUTE, HOUR] = [60, 3_600];

/** Posts of one source in one bucket. */
interface SourceCount {
  readonly t: number;
  /** Null: a part of the bucket counted its posts before their sources. */
  readonly source: string | null;
  readonly posts: number;
  readonly unknown: number;
}

/**
 * Counts of a topic by source, without gaps; the range is widened to whole
 * steps. A bucket is null if some of its posts were counted before their sources.
 *
 * @param step Seconds, a multiple of 60.
 */
export async function readSourceSeries(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id">,
  range: { from: number; to: number },
  step: number,
): Promise<SourceSeries> {
  const from = Math.floor(range.from / step) * step;
  const to = Math.ceil(range.to / step) * step;
  const counts = await readCounts(db, topic.id, { from, to }, step);
  const length = Math.max(0, Math.round((to - from) / step));
  const t = Array.from({ length }, (_, i) => from + i * step);
  const unknown = new Set(
    counts.filter((count) => count.unknown > 0).map((count) => count.t),
  );
  const empty = t.map((start) => unknown.has(start) ? null : 0);
  const columns = new Map<string, (number | null)[]>();
  for (const { t: start, source, posts } of counts) {
    if (source === null) continue;
    const column = columns.get(source) ?? empty.slice();
    if (!unknown.has(start)) column[(start - from) / step] = posts;
    columns.set(source, column);
  }
  // Own properties, whatever a source is called.
  return { t, sources: Object.fromEntries(columns) };
}

/**
 * From the buckets to their sources, by the key of each: all terms of the time
 * lie in between, and are many more.
 */
async function readCounts(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: { from: number; to: number },
  step: number,
): Promise<SourceCount[]> {
  const stored = step % HOUR === 0 ? HOUR : MINUTE;
  return await db.selectFrom("buckets as b")
    .leftJoin(
      "terms as s",
      (join) =>
        join.onRef("s.topic_id", "=", "b.topic_id").onRef(
          "s.step",
          "=",
          "b.step",
        )
          .onRef("s.t", "=", "b.t").on("s.kind", "=", SOURCE_KIND),
    )
    .select(({ fn }) => [
      startOfStep("b.t", step).as("t"),
      "s.term as source",
      fn.coalesce(fn.sum<number>("s.count"), sql.lit(0)).as("posts"),
      sql<number>`sum(case when b.squares is null and b.posts <> 0
        then 1 else 0 end)`.as("unknown"),
    ])
    .where("b.topic_id", "=", topicId).where("b.step", "=", stored)
    .where("b.t", ">=", from).where("b.t", "<", to)
    .groupBy([sql`1`, "s.term"]).orderBy("s.term").execute();
}
