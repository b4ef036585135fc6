import type { Kysely, Selectable } from "kysely";
import type { Topic } from "../../domain/topic/topic.ts";
import type { Tables } from "../connection/tables.ts";
import { wordsOf } from "../words_of.ts";

/** A topic as the database's other reads need it. */
export interface StoredTopic extends Topic {
  /** The number that rows know it by. */
  readonly id: number;
  /** Whether it was removed; its posts are kept. */
  readonly archived: boolean;
  /** The words that its query asks for, folded: they carry no sentiment. */
  readonly words: ReadonlySet<string>;
}

/** Options for {@linkcode readTopics}. */
export interface ReadTopicsOptions {
  /** Whether those that are archived are among them. @default {false} */
  archived?: boolean;
}

/** Topics in the order in which they were made. */
export async function readTopics(
  db: Kysely<Tables>,
  { archived = false }: ReadTopicsOptions = {},
): Promise<StoredTopic[]> {
  const rows = await db.selectFrom("topics").selectAll()
    .$if(!archived, (qb) => qb.where("archived_ms", "is", null))
    .orderBy("id").execute();
  return rows.map(toStoredTopic);
}

function toStoredTopic(row: Selectable<Tables["topics"]>): StoredTopic {
  return {
    id: row.id,
    slug: row.slug,
    query: row.query,
    color: row.color,
    active: row.active === 1,
    archived: row.archived_ms !== null,
    words: wordsOf(row.query),
  };
}
