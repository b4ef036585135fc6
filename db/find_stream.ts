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
  const { kysely } = db;
  const known = () =>
    kysely.selectFrom("streams").select(["stream", "pruned_seq"])
      .where("name", "=", name).where("created", "=", created)
      .executeTakeFirst();
  const lastOf = async (table: "posts" | "skipped", stream: number) => {
    const { last } = await kysely.selectFrom(table)
      .select(({ fn }) => fn.max<number | null>("log_seq").as("last"))
      .where("stream", "=", stream).executeTakeFirstOrThrow();
    return last ?? 0;
  };

  if (!await known()) await insertOnce(db, name, created);
  const { stream, pruned_seq } = (await known())!;
  const lastSeq = Math.max(
    await lastOf("posts", stream),
    await lastOf("skipped", stream),
    pruned_seq,
  );
  return { stream, lastSeq };
}

/** Another process may have been faster. */
async function insertOnce(
  { kysely, dialect }: Database,
  name: string,
  created: string,
): Promise<void> {
  const insert = kysely.insertInto("streams").values({ name, created });
  if (dialect === "mysql") {
    await insert.onDuplicateKeyUpdate({ name }).execute();
  } else await insert.onConflict((oc) => oc.doNothing()).execute();
}
