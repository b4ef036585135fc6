import { type Kysely, MysqlAdapter } from "kysely";
import type { Tables } from "./tables.ts";

/** The kinds of database; SQL differs between them. */
export type Dialect = "sqlite" | "mysql";

/** An open database: `await using db = await openDatabase(url)`. */
export interface Database extends AsyncDisposable {
  readonly dialect: Dialect;
  readonly kysely: Kysely<Tables>;
}

/** The kind of database behind a connection or a transaction. */
export function dialectOf(db: Kysely<Tables>): Dialect {
  return db.getExecutor().adapter instanceof MysqlAdapter ? "mysql" : "sqlite";
}
