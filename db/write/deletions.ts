import {
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  sql,
  type SqlBool,
  type Transaction,
} from "kysely";
import type {
  DeleteEntry,
  EditEntry,
  PostEntry,
} from "../../domain/pipeline/log_entry.ts";
import { afterPrefix } from "../after_prefix.ts";
import type { Tables } from "../connection/tables.ts";
import { idRange } from "../id_range.ts";
import { ofTopics } from "../of_topics.ts";
import { postName } from "../post_name.ts";
import { readTopicIds } from "../read_topic_ids.ts";

/** The place of a message that takes a post back, or that meets one that was. */
type TakenBack = readonly [
  seq: number,
  entry: PostEntry | EditEntry | DeleteEntry,
];

/**
 * Takes text, author and link off posts that their authors deleted, in every
 * topic, and what `skipped` holds of their duplicates and edits. The rows and
 * all counts stay; `deleted` becomes the deletion's `seq`, or the post's if that
 * is later. Of an author who is gone, what comes later in the log stays: there
 * may be a way back.
 */
export async function blankPosts(
  trx: Transaction<Tables>,
  stream: number,
  deletions: readonly TakenBack[],
): Promise<void> {
  if (deletions.length === 0) return;
  const topicIds = await readTopicIds(trx);
  for (const [seq, entry] of deletions) {
    await trx.updateTable("posts").set((eb) => ({
      text: "",
      author: null,
      url: null,
      entities: null,
      deleted: eb.case().when("seq", ">", seq).then(eb.ref("seq"))
        .else(seq).end(),
    }))
      .where((eb) => isPost(eb, topicIds, entry))
      .where(isBefore(stream, entry))
      .where("deleted", "=", 0).execute();
    await trx.updateTable("skipped").set({ head: new Uint8Array(), edit: null })
      .where((eb) => isAbout(eb, entry))
      .where(isBefore(stream, entry))
      .where("reason", "!=", "delete").execute();
  }
}

function isPost(
  eb: ExpressionBuilder<Tables, "posts">,
  topicIds: readonly number[],
  entry: TakenBack[1],
): Expression<SqlBool> {
  const { source, extId } = entry;
  if (isPrefix(entry)) return idRange(eb, topicIds, { source, prefix: extId });
  return eb.and([
    ofTopics(topicIds),
    eb("source", "=", source),
    eb("ext_id", "=", extId),
  ]);
}

function isAbout(
  eb: ExpressionBuilder<Tables, "skipped">,
  entry: TakenBack[1],
): Expression<SqlBool> {
  const name = postName(entry);
  if (!isPrefix(entry)) return eb("about", "=", name);
  return eb.and([
    eb("about", ">=", name),
    eb("about", "<", afterPrefix(name)!),
  ]);
}

function isBefore(
  stream: number,
  entry: TakenBack[1],
): RawBuilder<SqlBool> {
  if (!isPrefix(entry)) return sql`1 = 1`;
  return sql`(stream <> ${stream} or log_seq < ${entry.logSeq})`;
}

function isPrefix(entry: TakenBack[1]): boolean {
  return entry.kind === "delete" && entry.isPrefix;
}
