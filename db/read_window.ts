import type { Kysely } from "kysely";
import type { Series } from "../domain/series/series.ts";
import { WINDOW_STEP } from "../domain/live/snapshot.ts";
import { windowRange } from "../domain/series/window_range.ts";
import { readSeries } from "./read_series.ts";
import type { StoredTopic } from "./read_topics.ts";
import type { Tables } from "./tables.ts";

/** Counts of a topic's live window, without gaps. */
export function readWindow(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug">,
  nowMs: number,
): Promise<Series> {
  return readSeries(db, topic, windowRange(nowMs), WINDOW_STEP);
}
