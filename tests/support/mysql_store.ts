import { openMysql, type OpenMysqlOptions } from "../../db/connection/mysql.ts";
import { migrate } from "../../db/schema/migrate.ts";
import type { MysqlServer } from "./mysql_server.ts";
import { seedStore, type TestStore } from "./store.ts";

/** A {@linkcode TestStore} on MySQL. */
export interface MysqlTestStore extends TestStore {
  readonly url: string;
}

/** Makes a database of a test's own on a server, with its schema. */
export async function openMysqlStore(
  server: Pick<MysqlServer, "createDatabase">,
  options: OpenMysqlOptions = {},
): Promise<MysqlTestStore> {
  await using opening = new AsyncDisposableStack();
  const { url } = opening.use(await server.createDatabase());
  const db = opening.use(openMysql(url, options));
  await migrate(db);
  const seeded = await seedStore(db);
  const opened = opening.move();
  return {
    db,
    url,
    ...seeded,
    connect: () => opened.use(openMysql(url, options)),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
