import type { Transaction } from "kysely";
import type { PostEntry } from "../domain/post/entry.ts";
import { postName } from "./post_name.ts";
import type { Tables } from "./tables.ts";

/** A post that its author took back, and the place of the message that says or meets it. */
export type TakenBack = readonly [
  seq: number,
  post: Pick<PostEntry, "source" | "extId">,
];

/**
 * Takes text, author and link off posts that their authors deleted, in every
 * topic, and what `skipped` holds of their duplicates. The rows and all counts
 * stay; `deleted` becomes the deletion's `seq`, or the post's if that is later.
 */
export async function blankPosts(
  trx: Transaction<Tables>,
  deletions: readonly TakenBack[],
): Promise<void> {
  if (deletions.length === 0) return;
  const topics = await trx.selectFrom("topics").select("id").execute();
  if (topics.length === 0) return;
  for (const [seq, post] of deletions) {
    await trx.updateTable("posts")
      .set((eb) => ({
        text: "",
        author: null,
        url: null,
        deleted: eb.case().when("seq", ">", seq).then(eb.ref("seq"))
          .else(seq).end(),
      }))
      .where("topic_id", "in", topics.map(({ id }) => id))
      .where("source", "=", post.source).where("ext_id", "=", post.extId)
      .where("deleted", "=", 0).execute();
    await trx.updateTable("skipped").set({ head: new Uint8Array() })
      .where("about", "=", postName(post)).where("reason", "=", "duplicate")
      .execute();
  }
}
