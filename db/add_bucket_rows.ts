import {
  type Insertable,
  type RawBuilder,
  sql,
  type Transaction,
} from "kysely";
import type { Dialect } from "./connection/database.ts";
import { chunksOf } from "./connection/statements.ts";
import type { Tables } from "./connection/tables.ts";

const COUNTS = [
  "posts",
  "positive",
  "negative",
  "neutral",
  "score",
  "squares",
] as const;

/** Adds counts of posts, of which some may be below 0, to those that are stored; what is not known (null) stays so. */
export async function addBucketRows(
  trx: Transaction<Tables>,
  dialect: Dialect,
  rows: readonly Insertable<Tables["buckets"]>[],
): Promise<void> {
  for (const chunk of chunksOf(rows, dialect)) {
    const insert = trx.insertInto("buckets").values(chunk);
    if (dialect === "mysql") {
      await insert.onDuplicateKeyUpdate(
        sums((name) => sql`values(${sql.ref(name)})`),
      ).execute();
    } else {
      const update = sums((name) => sql.ref(`excluded.${name}`));
      await insert.onConflict((oc) =>
        oc.columns(["topic_id", "step", "t"]).doUpdateSet(update)
      ).execute();
    }
  }
}

function sums(
  added: (name: string) => RawBuilder<number>,
): Record<typeof COUNTS[number], RawBuilder<number>> {
  return Object.fromEntries(
    COUNTS.map((
      name,
    ) => [name, sql<number>`buckets.${sql.ref(name)} + ${added(name)}`]),
  ) as Record<typeof COUNTS[number], RawBuilder<number>>;
}
