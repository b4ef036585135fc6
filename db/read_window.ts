import type { Kysely } from "kysely";
import { WINDOW_STEP } from "../domain/live/snapshot.ts";
import type { Series } from "../domain/series/series.ts";
import { windowRange } from "../domain/series/window_range.ts";
import type { Tables } from "./connection/tables.ts";
import type { StoredTopic } from "./read/topics.ts";
import { readSeries } from "./read_series.ts";

/** Counts of a topic's live window, without gaps. */
export function readWindow(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug">,
  nowMs: number,
): Promise<Series> {
  return readSeries(db, topic, windowRange(nowMs), WINDOW_STEP);
}
