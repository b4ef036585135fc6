import type { Kysely } from "kysely";
import { parseQuery } from "../domain/query/parse_query.ts";
import { queryWords } from "../domain/query/query_words.ts";
import type { Topic } from "../domain/topic/topic.ts";
import type { Tables } from "./tables.ts";

/** A topic as the database's other reads need it. */
export interface StoredTopic extends Topic {
  /** The number that rows know it by. */
  readonly id: number;
  /** The words that its query asks for, folded: they carry no sentiment. */
  readonly words: ReadonlySet<string>;
}

/** All topics, in the order in which they were made. */
export async function readTopics(
  db: Kysely<Tables>,
): Promise<StoredTopic[]> {
  const rows = await db.selectFrom("topics")
    .select(["id", "slug", "query", "color", "active"]).orderBy("id").execute();
  return rows.map((row) => ({
    ...row,
    active: row.active === 1,
    words: queryWords(parseQuery(row.query)),
  }));
}
