import type { Kysely, Selectable, Transaction } from "kysely";
import {
  type EditEntry,
  type PostEntry,
  scorePost,
} from "../../domain/pipeline/log_entry.ts";
import { sentimentOf } from "../../domain/post/post.ts";
import type { Dialect } from "../connection/database.ts";
import { toJson } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { postName } from "../read/export.ts";
import { readTopics } from "../read/topics.ts";
import { ofTopics, readTopicIds } from "./find_known.ts";
import { addBucketRows, moveTerms } from "./rollups.ts";

/** New messages that an edit is about, each with its place. All have their rows. */
interface EditBatch {
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

const NO_WORDS: ReadonlySet<string> = new Set();

/** Creates what scores posts for each topic as it is now. */
async function createScorer(
  db: Kysely<Tables>,
): Promise<EditEntry["score"]> {
  const topics = await readTopics(db, { archived: true });
  const words = new Map(topics.map((topic) => [topic.id, topic.words]));
  return (topicId, post) => scorePost(post, words.get(topicId) ?? NO_WORDS);
}

/** The latest edit of a post, and the message that it came by. */
interface NewestEdit {
  readonly stream: number;
  readonly log_seq: number;
  readonly post: EditEntry["post"];
}

/**
 * Finds the edit of a post that is latest in the log, and drops what is kept of
 * those before it; undefined if there is none, or its post was taken back.
 *
 * @param name See `postName()`.
 */
async function findNewestEdit(
  trx: Transaction<Tables>,
  name: string,
): Promise<NewestEdit | undefined> {
  const [newest, ...older] = await trx.selectFrom("skipped")
    .select(["stream", "log_seq", "edit"])
    .where("about", "=", name).where("reason", "=", "edit")
    .orderBy("stream", "desc").orderBy("log_seq", "desc").execute();
  if (!newest || newest.edit === null) return undefined;
  for (const { stream, log_seq, edit } of older) {
    if (edit === null) continue;
    await trx.updateTable("skipped").set({ edit: null })
      .where("stream", "=", stream).where("log_seq", "=", log_seq).execute();
  }
  const { stream, log_seq, edit } = newest;
  return { stream, log_seq, post: JSON.parse(edit) };
}

/** Seconds that a bucket spans. */
const STEPS = [10, 60, 3_600] as const;

/** What must be known of a post to write it anew. */
const REWRITTEN_COLUMNS = [
  "seq",
  "topic_id",
  "created_ms",
  "text",
  "lang",
  "url",
  "score",
  "entities",
] as const satisfies readonly (keyof Tables["posts"])[];

type Row = Pick<
  Selectable<Tables["posts"]>,
  typeof REWRITTEN_COLUMNS[number]
>;

/** Writes one row of a post anew, and moves what it counts for. */
async function rewritePost(
  trx: Transaction<Tables>,
  dialect: Dialect,
  row: Row,
  { seq, post, score }: StoredEdit,
): Promise<void> {
  const { text, lang, url } = post;
  const entities = toJson(post.entities);
  const isSame = text === row.text && lang === row.lang && url === row.url &&
    entities === row.entities;
  if (isSame) return;
  const old = { text: row.text, lang: row.lang, ...parse(row.entities) };
  const before = score(row.topic_id, old);
  const after = score(row.topic_id, post);
  const edited = Math.max(row.seq, seq);
  await trx.updateTable("posts").set({
    ...{ text, lang, url, entities, edited },
    score: after.score,
    positive: after.positive,
    negative: after.negative,
  }).where("seq", "=", row.seq).execute();
  await moveCounts(trx, dialect, row, { score: after.score, edited });
  await moveTerms(trx, dialect, row, { from: before.terms, to: after.terms });
}

function parse(entities: string | null) {
  return entities === null ? {} : { entities: JSON.parse(entities) };
}

/** The buckets hold the score that the row had, whatever it would be today. */
async function moveCounts(
  trx: Transaction<Tables>,
  dialect: Dialect,
  row: Row,
  { score, edited }: { score: number; edited: number },
): Promise<void> {
  const change = { positive: 0, negative: 0, neutral: 0, score: 0 };
  change[sentimentOf(row.score)]--;
  change[sentimentOf(score)]++;
  change.score = score - row.score;
  if (Object.values(change).every((value) => value === 0)) return;
  const { topic_id } = row;
  await trx.insertInto("edits")
    .values({ seq: edited, post_seq: row.seq, topic_id, ...change })
    .execute();
  const seconds = Math.floor(row.created_ms / 1_000);
  const squares = score ** 2 - row.score ** 2;
  const buckets = STEPS.map((step) => {
    const t = Math.floor(seconds / step) * step;
    return { topic_id, step, t, posts: 0, ...change, squares };
  });
  await addBucketRows(trx, dialect, buckets);
}

/** What a post reads like after an edit, and how that is scored. */
interface StoredEdit {
  /** The place from which on it is visible, if its post was before. */
  readonly seq: number;
  readonly post: EditEntry["post"];
  readonly score: EditEntry["score"];
}
