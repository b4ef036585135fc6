import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";
import { idRange } from "./id_range.ts";
import { readTopicIds } from "./read_topic_ids.ts";

/** Whether any topic holds a post of a source whose id begins with `prefix`. */
export async function hasIdPrefix(
  db: Kysely<Tables>,
  source: string,
  prefix: string,
): Promise<boolean> {
  const topicIds = await readTopicIds(db);
  const row = await db.selectFrom("posts").select("ext_id")
    .where((eb) => idRange(eb, topicIds, { source, prefix }))
    .limit(1).executeTakeFirst();
  return row !== undefined;
}
