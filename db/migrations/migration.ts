import type { Kysely } from "kysely";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";

/**
 * One step of the schema.
 *
 * MySQL commits each change of a table by itself, so that a crash can fall
 * between two statements: each must be right when it runs a second time.
 */
export type Migration = (
  db: Kysely<Tables>,
  dialect: Dialect,
) => Promise<void>;
