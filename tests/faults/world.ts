import { ok, strictEqual } from "node:assert/strict";
import { createConnection } from "mysql2/promise";
import {
  type MysqlDatabase,
  type OwnMysqlServer,
  startMysqlServer,
} from "../support/mysql.ts";
import {
  type NatsServer,
  startNatsCluster,
  startNatsServer,
} from "../support/nats.ts";
import { buildPages } from "../support/pages.ts";
import { type DirtyPosts, writeDirtyPosts } from "../support/post_files.ts";
import { type RoleProcess, startRole } from "../support/processes.ts";
import { freePort, temporaryFolder } from "../support/temporary.ts";
import { progress } from "./row.ts";
import { type Viewer, watchStream } from "./viewer.ts";

/** A row of MariaDB. */
export type SqlRow = Record<string, string | number>;

/** Runs a statement on a database of its own connection. */
export async function queryMysql(url: string, sql: string): Promise<SqlRow[]> {
  const connection = await createConnection({ uri: url, charset: "utf8mb4" });
  try {
    const [rows] = await connection.query(sql);
    return rows as SqlRow[];
  } finally {
    await connection.end();
  }
}

/** A role that is started again whenever it is killed. */
export class Keeper implements AsyncDisposable {
  #process: RoleProcess;

  constructor(readonly start: () => RoleProcess) {
    this.#process = start();
  }

  get process(): RoleProcess {
    return this.#process;
  }

  async killAndRestart(): Promise<void> {
    await this.#process.kill();
    this.#process = this.start();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process.kill();
  }
}

/** Options for {@linkcode openWorld}. */
export interface WorldOptions {
  /** Posts in the file; some appear twice and some lines are broken. @default {6_000} */
  posts?: number;
  /** Characters added to each text. @default {0} */
  pad?: number;
  /** Posts per second that the file gives. @default {600} */
  rate?: number;
  /** How often the file repeats them, with other ids. @default {1} */
  copies?: number;
  /** @default {1} */
  ingests?: number;
  /** @default {1} */
  persists?: number;
  /** @default {1} */
  webs?: number;
  /** Who watches each web server from the beginning. @default {2} */
  viewers?: number;
  /** Variables in addition; a function gets the addresses of both servers. */
  env?: (servers: Servers) => Record<string, string>;
  /** Whether the log is kept by three servers. @default {false} */
  isCluster?: boolean;
  /** Where another version of the program lies, which migrates and runs all roles. @default this one */
  root?: string;
  /** Where each server keeps its data. @default folders of their own */
  folders?: { nats?: string; mysql?: string };
}

/** What a world runs on. */
export interface Servers {
  readonly nats: NatsServer;
  /** The three servers of a cluster; `nats` is the first. */
  readonly cluster: readonly NatsServer[];
  readonly mysql: OwnMysqlServer;
  readonly database: MysqlDatabase;
}

/** A whole pipeline of processes under load. */
export interface World extends Servers, AsyncDisposable {
  readonly file: DirtyPosts;
  readonly env: Record<string, string>;
  readonly ingests: readonly Keeper[];
  readonly persists: readonly Keeper[];
  readonly webs: readonly Keeper[];
  readonly viewers: readonly Viewer[];
  /** `http://127.0.0.1:<port>` of each web server. */
  readonly addresses: readonly string[];
  /** `/readyz` of the first process of each role. */
  readonly readiness: Readonly<Record<string, string>>;
  countPosts(): Promise<number>;
  /** Waits until so many posts are stored. */
  reach(posts: number): Promise<void>;
}

/** Starts servers, roles and viewers. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { posts = 6_000, copies = 1, pad = 0, rate = 600 } = options;
  const { env: more = () => ({}) } = options;
  const { ingests = 1, persists = 1, webs = 1, viewers = 2 } = options;
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await temporaryFolder());
  const { nats: natsFolder, mysql: mysqlFolder } = options.folders ?? {};
  const cluster = options.isCluster
    ? opening.use(await startNatsCluster())
    : null;
  const { root } = options;
  const [nats, mysql, file] = await Promise.all([
    cluster?.servers[0] ??
      startNatsServer({ dir: natsFolder }).then((one) => opening.use(one)),
    startMysqlServer([], { dir: mysqlFolder }).then((one) => opening.use(one)),
    writeDirtyPosts(folder.path, posts, { pad, copies }),
    root === undefined && buildPages(),
  ]);
  const database = opening.use(await mysql.createDatabase());
  const servers = { nats, mysql, database, cluster: cluster?.servers ?? [] };
  const env = {
    SOURCE_URL: `file:${file.path}?rate=${rate}`,
    NATS_URL: cluster?.url ?? nats.url,
    ...cluster && { STREAM_REPLICAS: "3" },
    DATABASE_URL: database.url,
    TRACK: [...file.topics.keys()].map((slug) => `$${slug}`).join(","),
    POLL_MS: "200",
    ...more(servers),
  };
  {
    await using migrating = startRole("migrate", env, [], root);
    const { code, stderr } = await migrating.output;
    strictEqual(code, 0, stderr);
  }
  const keep = (task: "ingest" | "persist" | "web", more = {}) =>
    opening.use(
      new Keeper(() => startRole(task, { ...env, ...more }, [], root)),
    );
  const keepWorker = (task: "ingest" | "persist") => {
    const port = freePort();
    health[task] ??= `http://127.0.0.1:${port}/readyz`;
    return keep(task, { HEALTH_PORT: String(port) });
  };
  const health: Record<string, string> = {};
  const ports = Array.from({ length: webs }, freePort);
  const addresses = ports.map((port) => `http://127.0.0.1:${port}`);
  const kept = ports.map((port) => keep("web", { PORT: String(port) }));
  const watching = addresses.flatMap((address) =>
    Array.from(
      { length: viewers },
      () => opening.use(watchStream(`${address}/api/stream`)),
    )
  );
  await Promise.all(watching.map(({ connected }) => connected));
  const workers = {
    persists: Array.from({ length: persists }, () => keepWorker("persist")),
    ingests: Array.from({ length: ingests }, () => keepWorker("ingest")),
  };
  const countPosts = async () => {
    const sql = "select count(*) as n from posts";
    const [row] = await queryMysql(database.url, sql);
    return Number(row!.n);
  };
  const opened = opening.move();
  return {
    ...servers,
    webs: kept,
    ...workers,
    file,
    env,
    addresses,
    readiness: { ...health, web: `${addresses[0]}/readyz` },
    viewers: watching,
    countPosts,
    reach: (posts) =>
      progress(async () => ok(await countPosts() >= posts), {
        stallMs: 60_000,
        count: countPosts,
      }),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
