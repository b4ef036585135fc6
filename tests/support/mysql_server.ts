import { createConnection, type RowDataPacket } from "mysql2/promise";
import { freePort } from "./free_port.ts";
import { retryUntil } from "./retry_until.ts";
import { type ServerProcess, serverProcess } from "./server_process.ts";
import { temporaryFolder } from "./temporary_folder.ts";

/** A real MariaDB, gone with its scope. */
export interface MysqlServer extends ServerProcess {
  readonly port: number;
  /** Runs a statement as its administrator. */
  run(sql: string): Promise<RowDataPacket[]>;
  /** Makes an empty database that is dropped with its scope. */
  createDatabase(): Promise<MysqlDatabase>;
}

/** An empty database of a test's own. */
export interface MysqlDatabase extends AsyncDisposable {
  readonly name: string;
  /** `mysql://root@127.0.0.1:<port>/<name>` */
  readonly url: string;
}

/** Starts a MariaDB of the test's own, with its data in a temporary folder. */
export async function startMysqlServer(
  options: readonly string[] = [],
): Promise<MysqlServer> {
  await using starting = new AsyncDisposableStack();
  const folder = starting.use(await temporaryFolder());
  const data = `${folder.path}/data`;
  const port = freePort();
  await installTables(data);
  const process = starting.use(
    await serverProcess(
      "/usr/sbin/mariadbd",
      [
        "--no-defaults",
        `--datadir=${data}`,
        `--port=${port}`,
        "--bind-address=127.0.0.1",
        `--socket=${folder.path}/socket`,
        "--user=root",
        "--skip-log-bin",
        ...options,
      ],
      () => retryUntil(() => expectFolder(port, data), { timeoutMs: 30_000 }),
    ),
  );
  const started = starting.move();
  const run = (sql: string) => query(port, sql);
  return {
    ...process,
    port,
    run,
    async createDatabase() {
      const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
      await run(`create database ${name}`);
      return {
        name,
        url: `mysql://root@127.0.0.1:${port}/${name}`,
        async [Symbol.asyncDispose]() {
          await run(`drop database ${name}`);
        },
      };
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

async function installTables(folder: string): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(
    "/usr/bin/mariadb-install-db",
    {
      args: [
        "--no-defaults",
        `--datadir=${folder}`,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
        "--user=root",
      ],
      stdin: "null",
    },
  ).output();
  if (success) return;
  const decoder = new TextDecoder();
  throw new Error(decoder.decode(stdout) + decoder.decode(stderr));
}

/** Another server at this port is noticed by its folder. */
async function expectFolder(port: number, folder: string): Promise<void> {
  const [row] = await query(port, "select @@datadir as folder");
  if (row?.folder !== `${folder}/`) {
    throw new Error(`Another server listens at port ${port}: ${row?.folder}`);
  }
}

async function query(port: number, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({
    host: "127.0.0.1",
    port,
    user: "root",
    connectTimeout: 3_000,
  });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await connection.end();
  }
}
