import type { Kysely } from "kysely";
import type { Tables } from "../connection/tables.ts";

/** What became of messages of a stream. */
export interface StoredSince {
  readonly posts: number;
  readonly duplicates: number;
}

/** Counts what the messages of a stream after a position were stored as. */
export async function countStoredSince(
  db: Kysely<Tables>,
  stream: number,
  after: number,
): Promise<StoredSince> {
  const posts = await db.selectFrom("posts")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("stream", "=", stream).where("log_seq", ">", after)
    .executeTakeFirstOrThrow();
  const duplicates = await db.selectFrom("skipped")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("stream", "=", stream).where("log_seq", ">", after)
    .where("reason", "=", "duplicate").where("about", "not like", "rejected!%")
    .executeTakeFirstOrThrow();
  return { posts: Number(posts.count), duplicates: Number(duplicates.count) };
}
