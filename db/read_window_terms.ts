import type { Kysely } from "kysely";
import type { WindowTerms } from "../domain/live/snapshot.ts";
import type { TermKind } from "../domain/post/term.ts";
import { windowRange } from "../domain/series/window_range.ts";
import type { Tables } from "./connection/tables.ts";
import { readTerms } from "./read_terms.ts";

const MAX_TERMS = 20;

/** The words that stand out in a topic's live window. */
export async function readWindowTerms(
  db: Kysely<Tables>,
  topicId: number,
  nowMs: number,
): Promise<WindowTerms> {
  const terms = (kind: TermKind) =>
    readTerms(db, { topicId, kind, ...windowRange(nowMs), limit: MAX_TERMS });
  return {
    positive: await terms("positive"),
    negative: await terms("negative"),
  };
}
