import { type AliasedRawBuilder, type Selectable, sql } from "kysely";
import type { Tables } from "./connection/tables.ts";

/**
 * The posts, to be read along one topic. MySQL and MariaDB, whose hint is a
 * comment to SQLite, would else walk along all posts where a topic has many, and
 * walk far if its posts lie elsewhere.
 */
export const POSTS_BY_TOPIC: AliasedRawBuilder<
  Selectable<Tables["posts"]>,
  "posts"
> = sql<Selectable<Tables["posts"]>>`posts`.as<"posts">(
  sql`posts /*! force index (posts_by_topic) */`,
);
