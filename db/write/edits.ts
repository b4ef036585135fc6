import type { Selectable, Transaction } from "kysely";
import type { EditEntry, PostEntry } from "../../domain/pipeline/log_entry.ts";
import { SCORE_COLUMNS, toScoredRow } from "../connection/scores.ts";
import { toJson } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { isNamed, postId } from "./existing.ts";
import { moveScores, moveTerms } from "./rollups.ts";

/** New messages that an edit is about, each with its `seq`. All have their rows. */
interface EditBatch {
  readonly edits: readonly (readonly [seq: number, edit: EditEntry])[];
  /** Posts that were logged after an edit of theirs was stored. */
  readonly overtaken: readonly (readonly [seq: number, post: PostEntry])[];
  /** Topics that exist. */
  readonly topicIds: readonly number[];
}

/** How a post reads after an edit, and how that is scored. */
interface StoredEdit {
  /** The `seq` from which on it is visible, if its post was visible before. */
  readonly seq: number;
  readonly post: EditEntry["post"];
  readonly rescore: EditEntry["rescore"];
}

/**
 * Rewrites posts that their authors edited, in every topic, with score and
 * counts. The newest version wins, or else the edit that is last in the log, in
 * whatever order edits and posts arrive; what was deleted stays so.
 */
export async function applyEdits(
  trx: Transaction<Tables>,
  stream: number,
  { edits, overtaken, topicIds }: EditBatch,
): Promise<void> {
  const byPost = Map.groupBy(
    [...edits, ...overtaken],
    ([, entry]) => postId(entry),
  );
  for (const [id, [first]] of byPost) {
    const newest = await takeNewestEdit(trx, id);
    if (!newest) continue;
    const inBatch = edits.find(([, edit]) =>
      newest.stream === stream && newest.log_seq === edit.logSeq
    );
    const [, entry] = first!;
    const { post } = newest;
    const edit: StoredEdit = {
      seq: inBatch?.[0] ?? 0,
      post,
      rescore: entry.rescore,
    };
    const rows = await trx.selectFrom("posts").select(REWRITTEN_COLUMNS)
      .where(isNamed(entry, topicIds)).where("deleted", "=", 0).execute();
    for (const row of rows) await rewritePost(trx, row, edit);
  }
}

/** An edit of a post, and the message that it came by. */
interface LoggedEdit {
  readonly stream: number;
  readonly log_seq: number;
  readonly post: EditEntry["post"];
}

/**
 * Finds the edit of a post that holds, and drops the text of the others;
 * undefined if there is none, or its post was deleted.
 *
 * @param id See `postId()`.
 */
async function takeNewestEdit(
  trx: Transaction<Tables>,
  id: string,
): Promise<LoggedEdit | undefined> {
  const rows = await trx.selectFrom("skipped")
    .select(["stream", "log_seq", "edit"])
    .where("about", "=", id).where("reason", "=", "edit")
    .orderBy("stream", "desc").orderBy("log_seq", "desc").execute();
  const [newest, ...older] = rows.flatMap(({ edit, ...message }) =>
    edit === null ? [] : { ...message, post: JSON.parse(edit) as Edited }
  ).sort((a, b) => versionOf(b) - versionOf(a));
  for (const { stream, log_seq } of older) {
    await trx.updateTable("skipped").set({ edit: null })
      .where("stream", "=", stream).where("log_seq", "=", log_seq).execute();
  }
  return newest;
}

type Edited = EditEntry["post"];

function versionOf({ post }: LoggedEdit): number {
  return post.version?.number ?? 0;
}

/** Columns that rewriting a post needs. */
const REWRITTEN_COLUMNS = [
  ...["seq", "topic_id", "created_ms", "text", "lang", "url"] as const,
  ...["entities", "kind", "context", "version_id"] as const,
  ...SCORE_COLUMNS,
] as const;

type Row = Pick<Selectable<Tables["posts"]>, typeof REWRITTEN_COLUMNS[number]>;

/** Rewrites one row of a post, and moves its counts. */
async function rewritePost(
  trx: Transaction<Tables>,
  row: Row,
  { seq, post, rescore }: StoredEdit,
): Promise<void> {
  const { text, lang, url } = post;
  const entities = toJson(post.entities);
  // Edits that were logged before version 5 say nothing of these.
  const context = post.postKind ? toJson(post.context) : row.context;
  const kind = post.postKind ?? row.kind;
  const version_id = post.version?.id ?? row.version_id;
  const isSame = text === row.text && lang === row.lang && url === row.url &&
    entities === row.entities && kind === row.kind && context === row.context &&
    version_id === row.version_id;
  if (isSame) return;
  const stored = row.entities === null
    ? {}
    : { entities: JSON.parse(row.entities) };
  const before = rescore(row.topic_id, {
    text: row.text,
    lang: row.lang,
    ...stored,
  });
  const after = rescore(row.topic_id, post);
  const { positive, negative } = after;
  const scored = toScoredRow(after);
  const edited = Math.max(row.seq, seq);
  await trx.updateTable("posts").set({
    ...{ text, lang, url, entities, kind, context, version_id, edited },
    ...{ ...scored, positive, negative },
  }).where("seq", "=", row.seq).execute();
  // The buckets hold what the row had, whatever it would be today.
  const moved = await moveScores(trx, [{ post: row, from: row, to: scored }]);
  const change = moved.get(row.topic_id);
  if (change && Object.values(change).some((value) => value !== 0)) {
    await trx.insertInto("edits").values({
      ...{ seq: edited, post_seq: row.seq, topic_id: row.topic_id },
      ...change,
    }).execute();
  }
  await moveTerms(trx, row, { from: before.terms, to: after.terms });
}
