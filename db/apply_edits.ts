import type { Transaction } from "kysely";
import type { EditEntry, PostEntry } from "../domain/pipeline/log_entry.ts";
import type { Dialect } from "./connection/database.ts";
import type { Tables } from "./connection/tables.ts";
import { createScorer } from "./create_scorer.ts";
import { findNewestEdit } from "./find_newest_edit.ts";
import { ofTopics } from "./of_topics.ts";
import { postName } from "./post_name.ts";
import { readTopicIds } from "./read_topic_ids.ts";
import type { StoredEdit } from "./stored_edit.ts";
import { rewritePost, REWRITTEN_COLUMNS } from "./write/edits.ts";

/** New messages that an edit is about, each with its place. All have their rows. */
export interface EditBatch {
  readonly edits: readonly (readonly [seq: number, edit: EditEntry])[];
  /** Posts that came after an edit of theirs. */
  readonly overtaken: readonly (readonly [seq: number, post: PostEntry])[];
}

/**
 * Writes posts anew as their authors did, in every topic, with score and
 * counts. The edit that is latest in the log wins, in whatever order they come
 * and whether the post comes before or after; what was deleted stays so.
 */
export async function applyEdits(
  trx: Transaction<Tables>,
  dialect: Dialect,
  stream: number,
  { edits, overtaken }: EditBatch,
): Promise<void> {
  const named = Map.groupBy(
    [...edits, ...overtaken],
    ([, entry]) => postName(entry),
  );
  const topicIds = named.size > 0 ? await readTopicIds(trx) : [];
  for (const [name, entries] of named) {
    const newest = await findNewestEdit(trx, name);
    if (!newest) continue;
    const news = edits.find(([, edit]) =>
      newest.stream === stream && newest.log_seq === edit.logSeq
    );
    const edit: StoredEdit = news
      ? { ...news[1], seq: news[0] }
      : { ...newest, seq: 0, score: await createScorer(trx) };
    for (const row of await readRows(trx, topicIds, entries[0]![1])) {
      await rewritePost(trx, dialect, row, edit);
    }
  }
}

async function readRows(
  trx: Transaction<Tables>,
  topicIds: readonly number[],
  { source, extId }: Pick<EditEntry, "source" | "extId">,
) {
  return await trx.selectFrom("posts").select(REWRITTEN_COLUMNS)
    .where(ofTopics(topicIds)).where("source", "=", source)
    .where("ext_id", "=", extId).where("deleted", "=", 0)
    .execute();
}
