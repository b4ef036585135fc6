import {
  type MysqlTestStore,
  openMysqlStore,
  useMysqlServer,
} from "./mysql.ts";
import { openSqliteStore, type OpenTestStore } from "./store.ts";

const server = useMysqlServer();

/** Opens a {@linkcode MysqlTestStore} on the server of the test's file. */
export function openMariaDb(): Promise<MysqlTestStore> {
  return openMysqlStore(server());
}

/** Registers tests once for each kind of database. */
export function forEachDatabase(
  test: (name: string, open: OpenTestStore) => void,
): void {
  test("SQLite", openSqliteStore);
  test("MariaDB", openMariaDb);
}
