import type { Database } from "../connection/database.ts";
import { readLastSeq } from "../read_last_seq.ts";

/** A stream's incarnation, as rows know it. */
export interface StoredStream {
  readonly stream: number;
  /** The highest position that is accounted for; 0 if none is. */
  readonly lastSeq: number;
}

/** Options for {@linkcode findStream}. */
export interface FindStreamOptions {
  /** The first message that the log still holds; what was before it never gets a row. @default {1} */
  firstSeq?: number;
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
  options: FindStreamOptions = {},
): Promise<StoredStream> {
  const { kysely } = db;
  const { firstSeq = 1 } = options;
  const known = () =>
    kysely.selectFrom("streams").select(["stream", "pruned_seq"])
      .where("name", "=", name).where("created", "=", created)
      .executeTakeFirst();

  if (!await known()) {
    await insertOnce(db, { name, created, pruned_seq: firstSeq - 1 });
  }
  const { stream, pruned_seq } = (await known())!;
  const lastSeq = Math.max(await readLastSeq(kysely, stream), pruned_seq);
  return { stream, lastSeq };
}

/** Another process may have been faster. */
async function insertOnce(
  { kysely, dialect }: Database,
  row: { name: string; created: string; pruned_seq: number },
): Promise<void> {
  const insert = kysely.insertInto("streams").values(row);
  if (dialect === "mysql") {
    await insert.onDuplicateKeyUpdate({ name: row.name }).execute();
  } else await insert.onConflict((oc) => oc.doNothing()).execute();
}
