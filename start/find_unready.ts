import type { Database } from "../db/connection/database.ts";
import { readCursor } from "../db/read_cursor.ts";

/** Finds out what cannot be reached: `database`, `broker`, both or neither. */
export async function findUnready(
  { kysely }: Pick<Database, "kysely">,
  isBrokerUp: () => boolean,
): Promise<string[]> {
  const database = await readCursor(kysely).then(() => [], () => ["database"]);
  return isBrokerUp() ? database : [...database, "broker"];
}
