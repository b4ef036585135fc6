import type { Selectable, Transaction } from "kysely";
import { sentimentOf } from "../../domain/post/post.ts";
import { addBucketRows } from "../add_bucket_rows.ts";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import type { StoredEdit } from "../stored_edit.ts";
import { toJson } from "../to_json.ts";
import { moveTerms } from "./rollups.ts";

/** Seconds that a bucket spans. */
const STEPS = [10, 60, 3_600] as const;

/** What must be known of a post to write it anew. */
export const REWRITTEN_COLUMNS = [
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
export async function rewritePost(
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
