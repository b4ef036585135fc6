import type { Transaction } from "kysely";
import type { EditEntry, PostEntry } from "../domain/pipeline/log_entry.ts";
import type { Dialect } from "./connection/database.ts";
import { chunksOf } from "./connection/statements.ts";
import type { Tables } from "./connection/tables.ts";
import { ofTopics } from "./of_topics.ts";
import { postName } from "./post_name.ts";
import { prefixName } from "./prefix_name.ts";
import { readTopicIds } from "./read_topic_ids.ts";

/** What is known of posts that come, or are edited; by {@linkcode postName}. */
export interface Told {
  /** Those that their authors took back. */
  readonly takenBack: ReadonlySet<string>;
  /** Those that have an edit. */
  readonly edited: ReadonlySet<string>;
}

type Message = PostEntry | EditEntry;

/**
 * Looks up what authors did to posts before these messages of theirs came: a
 * deletion or an edit may overtake its post, for one when two workers store at
 * once.
 */
export async function findTold(
  trx: Transaction<Tables>,
  dialect: Dialect,
  stream: number,
  messages: readonly Message[],
): Promise<Told> {
  const takenBack = new Set<string>();
  const edited = new Set<string>();
  const wanted = [...new Set(messages.map(postName))];
  for (const names of chunksOf(wanted, dialect)) {
    const rows = await trx.selectFrom("skipped").select(["about", "reason"])
      .where("reason", "in", ["delete", "edit"]).where("about", "in", names)
      .execute();
    for (const { about, reason } of rows) {
      (reason === "delete" ? takenBack : edited).add(about!);
    }
  }
  const edits = messages.filter((message) => message.kind === "edit");
  const gone = await findGone(trx, stream, messages);
  for (const one of [...gone, ...await findDeleted(trx, edits)]) {
    takenBack.add(postName(one));
  }
  return { takenBack, edited };
}

/** Those whose author was gone at a later place of the log. */
async function findGone(
  trx: Transaction<Tables>,
  stream: number,
  messages: readonly Message[],
): Promise<Message[]> {
  if (messages.length === 0) return [];
  const first = messages.reduce((a, b) => Math.min(a, b.logSeq), Infinity);
  const rows = await trx.selectFrom("skipped").select(["log_seq", "about"])
    .where("stream", "=", stream).where("log_seq", ">", first)
    .where("reason", "=", "delete").execute();
  return messages.filter(({ logSeq, source, extId }) =>
    rows.some(({ log_seq, about }) =>
      log_seq > logSeq && about !== null &&
      prefixName({ source, extId }).startsWith(about)
    )
  );
}

/** Those of which a row is blank in some topic. */
async function findDeleted(
  trx: Transaction<Tables>,
  edits: readonly EditEntry[],
): Promise<EditEntry[]> {
  if (edits.length === 0) return [];
  const topicIds = await readTopicIds(trx);
  const found: EditEntry[] = [];
  for (const edit of edits) {
    const rows = await trx.selectFrom("posts").select("deleted")
      .where(ofTopics(topicIds)).where("source", "=", edit.source)
      .where("ext_id", "=", edit.extId).execute();
    if (rows.some(({ deleted }) => deleted > 0)) found.push(edit);
  }
  return found;
}
