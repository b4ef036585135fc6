import type { Kysely } from "kysely";
import { type TopicSnapshot, WINDOW_STEP } from "../domain/snapshot.ts";
import type { TermKind } from "../domain/term.ts";
import { windowRange } from "../domain/window_range.ts";
import { readSeries } from "./read_series.ts";
import { readTerms } from "./read_terms.ts";
import type { StoredTopic } from "./read_topics.ts";
import type { Tables } from "./tables.ts";

const MAX_TERMS = 20;

/** Reads a topic's live window: counts without gaps, and the words that stand out. */
export async function readLiveTopic(
  db: Kysely<Tables>,
  topic: StoredTopic,
  nowMs: number,
): Promise<Pick<TopicSnapshot, "window" | "terms">> {
  const range = windowRange(nowMs);
  const terms = (kind: TermKind) =>
    readTerms(db, { topicId: topic.id, kind, ...range, limit: MAX_TERMS });
  return {
    window: await readSeries(db, topic, range, WINDOW_STEP),
    terms: {
      positive: await terms("positive"),
      negative: await terms("negative"),
    },
  };
}
