import type { Transaction } from "kysely";
import type { DeleteEntry } from "../domain/entry.ts";
import type { Tables } from "./tables.ts";

/**
 * Takes text, author and link off posts that their authors deleted, in every
 * topic. The row and all counts stay; `deleted` becomes the deletion's `seq`.
 */
export async function blankPosts(
  trx: Transaction<Tables>,
  deletes: readonly (readonly [seq: number, entry: DeleteEntry])[],
): Promise<void> {
  if (deletes.length === 0) return;
  const topics = await trx.selectFrom("topics").select("id").execute();
  for (const [seq, { source, extId }] of deletes) {
    await trx.updateTable("posts")
      .set({ text: "", author: null, url: null, deleted: seq })
      .where("topic_id", "in", topics.map(({ id }) => id))
      .where("source", "=", source).where("ext_id", "=", extId)
      .where("deleted", "=", 0).execute();
  }
}
