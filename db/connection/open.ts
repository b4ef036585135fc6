import { parseDatabaseUrl } from "../../domain/settings/database_url.ts";
import type { Database } from "./database.ts";
import { openMysql } from "./mysql.ts";
import { openSqlite } from "./sqlite.ts";

/**
 * Opens a database that has its schema: one more handle, so that who reads
 * never waits for who writes.
 *
 * @throws {DatabaseUrlError} If the address cannot be understood.
 */
export function connectDatabase(url: string): Database {
  const address = parseDatabaseUrl(url);
  return address.kind === "mysql" ? openMysql(url) : openSqlite(address.path);
}
