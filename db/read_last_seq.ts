import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** The highest number of a stream's messages that has a row; 0 if none has. */
export async function readLastSeq(
  db: Kysely<Tables>,
  stream: number,
): Promise<number> {
  const of = async (table: "posts" | "skipped") => {
    const { last } = await db.selectFrom(table)
      .select(({ fn }) => fn.max<number | null>("log_seq").as("last"))
      .where("stream", "=", stream).executeTakeFirstOrThrow();
    return last ?? 0;
  };
  return Math.max(await of("posts"), await of("skipped"));
}
