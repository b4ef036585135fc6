import type { Kysely } from "kysely";
import type { Database } from "../connection/database.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readLastSeq } from "../read/pipeline.ts";

/** An incarnation of a stream, as rows know it. */
interface StoredStream {
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
 * Finds the id of a stream's incarnation, and gives it one if it has none.
 *
 * @param created When the stream was created, as its broker says.
 */
export async function findStream(
  { kysely }: Database,
  name: string,
  created: string,
  { firstSeq = 1 }: FindStreamOptions = {},
): Promise<StoredStream> {
  let row = await readStream(kysely, name, created);
  if (!row) {
    const added = { name, created, pruned_seq: firstSeq - 1 };
    await insertRows(kysely, "streams", [added], "keep"); // another process may be faster
    row = (await readStream(kysely, name, created))!;
  }
  const lastSeq = await readLastSeq(kysely, row.stream);
  return { stream: row.stream, lastSeq: Math.max(lastSeq, row.pruned_seq) };
}

async function readStream(db: Kysely<Tables>, name: string, created: string) {
  return await db.selectFrom("streams").select(["stream", "pruned_seq"])
    .where("name", "=", name).where("created", "=", created)
    .executeTakeFirst();
}
