import { createConnection, type RowDataPacket } from "mysql2/promise";
import { migrate } from "../../db/schema/migrate.ts";
import { openMysql, type OpenMysqlOptions } from "../../db/connection/mysql.ts";
import {
  type ServerProcess,
  serverProcess,
  type ServerProcessOptions,
} from "./processes.ts";
import {
  openSqliteStore,
  type OpenTestStore,
  seedStore,
  type TestStore,
} from "./store.ts";
import {
  freePort,
  serverFolder,
  type TemporaryFolderOptions,
} from "./temporary.ts";
import { retryUntil } from "./waiting.ts";

/** A real MariaDB. */
export interface MysqlServer {
  readonly port: number;
  /** Runs a statement as its administrator. */
  run(sql: string): Promise<RowDataPacket[]>;
  /** Makes an empty database that is dropped with its scope. */
  createDatabase(): Promise<MysqlDatabase>;
}

/** A MariaDB of a test's own, which it may kill, pause or configure; gone with its scope. */
export type OwnMysqlServer = MysqlServer & ServerProcess;

/** An empty database of a test's own. */
export interface MysqlDatabase extends AsyncDisposable {
  readonly name: string;
  /** `mysql://root@127.0.0.1:<port>/<name>` */
  readonly url: string;
}

let serverOfFile: (() => MysqlServer) | undefined;

/**
 * The server that all tests of a run share, for the tests of a file. Where
 * there is none, one is started before the first test and ended after the last.
 * A test must leave the server's settings alone.
 */
export function sharedMysqlServer(): () => MysqlServer {
  return serverOfFile ??= findServer();
}

function findServer(): () => MysqlServer {
  const port = Deno.env.get("TEST_MYSQL_PORT");
  if (port === undefined) return startForFile();
  const shared = connectTo(Number(port));
  return () => shared;
}

/** Starts one server for all tests of a file, and ends it after the last. */
export function useOwnMysqlServer(): () => OwnMysqlServer {
  return startForFile();
}

function startForFile(): () => OwnMysqlServer {
  let server: OwnMysqlServer | undefined;
  Deno.test.beforeAll(async () => {
    server = await startMysqlServer();
  });
  Deno.test.afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });
  return () => server!;
}

/** Options for {@linkcode startMysqlServer}. */
export interface MysqlServerOptions
  extends TemporaryFolderOptions, ServerProcessOptions {
  /** Adds to the folder of its data before it starts. */
  prepare?: (data: string) => Promise<void>;
}

/** Starts a MariaDB of the test's own, with its data in a temporary folder. */
export async function startMysqlServer(
  options: readonly string[] = [],
  { dir, isKept = false, prepare }: MysqlServerOptions = {},
): Promise<OwnMysqlServer> {
  await using starting = new AsyncDisposableStack();
  const folder = starting.use(await serverFolder(dir));
  const data = `${folder.path}/data`;
  const port = freePort();
  await installTables(data);
  await prepare?.(data);
  const process = starting.use(
    await serverProcess(
      "/usr/sbin/mariadbd",
      [
        "--no-defaults",
        `--datadir=${data}`,
        `--port=${port}`,
        "--bind-address=127.0.0.1",
        `--socket=${folder.path}/socket`,
        `--tmpdir=${folder.path}`, // others delete what lies in /tmp when they start
        "--user=root",
        "--skip-log-bin",
        "--innodb-log-file-size=8M",
        ...options,
      ],
      () => retryUntil(() => expectFolder(port, data), { timeoutMs: 30_000 }),
      { isKept },
    ),
  );
  const started = starting.move();
  return {
    ...process,
    ...connectTo(port),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** A MariaDB, and another one that copies all that it commits. */
export interface MysqlPair extends AsyncDisposable {
  readonly main: OwnMysqlServer;
  readonly replica: OwnMysqlServer;
}

/** Starts two MariaDB servers, the second as a read-only replica of the first. */
export async function startMysqlPair(): Promise<MysqlPair> {
  await using starting = new AsyncDisposableStack();
  const [main, replica] = await Promise.all([
    ["--log-bin=bin", "--server-id=1", "--binlog-format=row"],
    [
      "--server-id=2",
      "--read-only",
      "--relay-log=relay",
      "--slave-net-timeout=2",
    ],
  ].map(async (options) => starting.use(await startMysqlServer(options))));
  await replica!.run(
    `change master to master_host = '127.0.0.1', master_port = ${main!.port},
      master_user = 'root', master_use_gtid = slave_pos, master_connect_retry = 1`,
  );
  await replica!.run("start slave");
  const started = starting.move();
  return {
    main: main!,
    replica: replica!,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

function connectTo(port: number): MysqlServer {
  const run = (sql: string) => query(port, sql);
  return {
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
  };
}

/** Makes the data folder of a new server: as a copy of the run's, if there is one. */
export async function installTables(folder: string): Promise<void> {
  const made = Deno.env.get("TEST_MYSQL_TABLES");
  await (made === undefined
    ? runCommand("/usr/bin/mariadb-install-db", [
      "--no-defaults",
      `--datadir=${folder}`,
      "--auth-root-authentication-method=normal",
      "--innodb-log-file-size=8M",
      "--skip-test-db",
      "--user=root",
    ])
    : runCommand("/bin/cp", ["-r", made, folder]));
}

async function runCommand(command: string, args: string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args,
    stdin: "null",
  }).output();
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

/** Registers tests once for each kind of database. */
export function forEachDatabase(
  test: (name: string, open: OpenTestStore) => void,
): void {
  const server = sharedMysqlServer();
  test("SQLite", openSqliteStore);
  test("MariaDB", () => openMysqlStore(server()));
}
