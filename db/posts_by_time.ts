import { type AliasedRawBuilder, type Selectable, sql } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** The posts, to be read along the times of one topic; for MySQL and MariaDB, as `POSTS_BY_TOPIC` is. */
export const POSTS_BY_TIME: AliasedRawBuilder<
  Selectable<Tables["posts"]>,
  "posts"
> = sql<Selectable<Tables["posts"]>>`posts`.as<"posts">(
  sql`posts /*! force index (posts_by_time) */`,
);
