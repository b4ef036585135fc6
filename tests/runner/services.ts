import { statfsSync } from "node:fs";
import { launchSharedBrowser } from "../support/browser.ts";
import { installTables, startMysqlServer } from "../support/mysql.ts";
import { buildPages } from "../support/pages.ts";
import { serverFolder, temporaryFolder } from "../support/temporary.ts";

/** Where Linux keeps files in memory; Deno lets no process without all permissions work there. */
const MEMORY = "/dev/shm";
const ROOM = 2 * 1024 ** 3;

/** What a shared MariaDB may leave out, because its data need not outlive a crash. */
const FAST = [
  "--innodb-flush-log-at-trx-commit=0",
  "--innodb-doublewrite=0",
  "--max-connections=500",
];

/** Makes folders for the temporary files of a run, gone with the scope, and says to the tests where. */
export async function openRunFolders(): Promise<AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const { path } = opening.use(await temporaryFolder());
  Deno.env.set("TMPDIR", path);
  if (hasRoom(MEMORY)) {
    const memory = opening.use(await temporaryFolder({ dir: MEMORY }));
    Deno.env.set("TEST_MEMORY", memory.path);
  }
  return opening.move();
}

function hasRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= ROOM;
  } catch {
    return false; // there is no such folder
  }
}

/** Builds the pages and starts one MariaDB and one Chromium, gone with the scope, and says to the tests where. */
export async function startServices(): Promise<AsyncDisposable> {
  await using starting = new AsyncDisposableStack();
  const tables = starting.use(await serverFolder());
  const data = `${tables.path}/data`;
  await Promise.all([buildPages(), installTables(data)]);
  Deno.env.set("TEST_PAGES", "built");
  Deno.env.set("TEST_MYSQL_TABLES", data);
  const mysql = starting.use(await startMysqlServer(FAST, { isKept: true }));
  Deno.env.set("TEST_MYSQL_PORT", String(mysql.port));
  const browser = await launchSharedBrowser();
  starting.defer(() => browser.close());
  Deno.env.set("TEST_BROWSER", browser.wsEndpoint());
  return starting.move();
}
