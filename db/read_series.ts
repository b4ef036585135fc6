import type { Kysely } from "kysely";
import type { Series } from "../domain/series/series.ts";
import { toSeries } from "../domain/series/to_series.ts";
import type { Tables } from "./connection/tables.ts";
import type { StoredTopic } from "./read/topics.ts";
import { readBuckets } from "./read_buckets.ts";

/** Counts of a topic without gaps; the range is widened to whole steps. */
export async function readSeries(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug">,
  range: { from: number; to: number },
  step: number,
): Promise<Series> {
  const from = Math.floor(range.from / step) * step;
  const to = Math.ceil(range.to / step) * step;
  const buckets = await readBuckets(db, { topicId: topic.id, step, from, to });
  return toSeries(buckets, { topic: topic.slug, step, from, to });
}
