import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** What is written differently for the two kinds of database. */
export type Dialect = "sqlite" | "mysql";

/** A migrated or to be migrated database: `await using db = openDatabase(url)`. */
export interface Database extends AsyncDisposable {
  readonly dialect: Dialect;
  readonly kysely: Kysely<Tables>;
}
