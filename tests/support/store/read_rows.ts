import type { Kysely } from "kysely";
import type { Tables } from "../../../db/connection/tables.ts";

/** All that storing writes, but for the counter of the commit order. */
export async function readRows(db: Kysely<Tables>) {
  const posts = await db.selectFrom("posts").selectAll().orderBy("seq")
    .execute();
  const skipped = await db.selectFrom("skipped").selectAll()
    .orderBy("stream").orderBy("log_seq").execute();
  const buckets = await db.selectFrom("buckets").selectAll()
    .orderBy("topic_id").orderBy("step").orderBy("t").execute();
  const terms = await db.selectFrom("terms").selectAll()
    .orderBy("topic_id").orderBy("step").orderBy("t").orderBy("kind")
    .orderBy("term").execute();
  const checkpoints = await db.selectFrom("checkpoints").selectAll()
    .orderBy("source").execute();
  const decoder = new TextDecoder();
  return {
    posts: posts.map((row) => ({ ...row })),
    skipped: skipped.map((row) => ({ ...row, head: decoder.decode(row.head) })),
    buckets: buckets.map((row) => ({ ...row })),
    terms: terms.map((row) => ({ ...row })),
    checkpoints: checkpoints.map((row) => ({ ...row })),
  };
}

/** What {@linkcode readRows} answers. */
export type Rows = Awaited<ReturnType<typeof readRows>>;
