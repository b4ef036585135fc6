import type { Database } from "./database.ts";

/** A stream's incarnation, as rows know it. */
export interface StoredStream {
  readonly stream: number;
  /** The highest position that is accounted for; 0 if none is. */
  readonly lastSeq: number;
}

/**
 * Finds the number of a stream's incarnation, and gives it one if it has none.
 *
 * @param created When the stream was made, in its broker's words.
 */
export async function findStream(
  db: Database,
  name: string,
  created: string,
): Promise<StoredStream> {
  return await db.kysely.transaction().execute(async (trx) => {
    const known = () =>
      trx.selectFrom("streams").select(["stream", "pruned_seq"])
        .where("name", "=", name).where("created", "=", created)
        .executeTakeFirst();
    if (!await known()) {
      await trx.insertInto("streams").values({ name, created }).execute();
    }
    const { stream, pruned_seq } = (await known())!;
    const lastOf = async (table: "posts" | "skipped") => {
      const { last } = await trx.selectFrom(table)
        .select(({ fn }) => fn.max<number | null>("log_seq").as("last"))
        .where("stream", "=", stream).executeTakeFirstOrThrow();
      return last ?? 0;
    };
    const lastSeq = Math.max(
      await lastOf("posts"),
      await lastOf("skipped"),
      pruned_seq,
    );
    return { stream, lastSeq };
  });
}
