import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createConnection } from "mysql2/promise";
import { readEvents } from "../support/endpoints.ts";
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
import { retryUntil } from "../support/waiting.ts";
import { timeUntil } from "./row.ts";

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

/** Somebody who watches all topics, and comes back with the last cursor when the stream ends. */
export interface Viewer extends AsyncDisposable {
  /** Resolves when the first stream has begun. */
  readonly connected: Promise<void>;
  /** `seq` of each post that was shown, in the order of their coming. */
  readonly seqs: number[];
  /** Times that the server sent everything anew. */
  resets: number;
  /** When a stream ended, and when the next one answered, in ms. */
  readonly breaks: { fromMs: number; toMs: number }[];
}

/** Watches a stream as a browser does; a server that is away is asked again after 100 ms or what `retry:` says. */
export function watchStream(url: string): Viewer {
  const stop = new AbortController();
  const connected = Promise.withResolvers<void>();
  const viewer: Viewer = {
    connected: connected.promise,
    seqs: [],
    resets: 0,
    breaks: [],
    async [Symbol.asyncDispose]() {
      stop.abort();
      await watching;
    },
  };
  let cursor: string | null = null;
  let lostMs: number | null = null;

  async function watchOnce(): Promise<void> {
    const headers = cursor === null ? {} : { "last-event-id": cursor };
    const { body, status } = await fetch(url, {
      headers,
      signal: stop.signal,
    });
    if (status !== 200) return await body?.cancel();
    if (lostMs !== null) {
      viewer.breaks.push({ fromMs: lostMs, toMs: performance.now() });
      lostMs = null;
    }
    const bytes = body!.pipeThrough(new TransformStream(), {
      signal: stop.signal,
    });
    connected.resolve();
    for await (const { event, id, data } of readEvents(bytes)) {
      cursor = id ?? cursor;
      if (event === "reset") viewer.resets++;
      if (event !== "tick") continue;
      const topics = Object.values<{ posts?: { seq: number }[] }>(data.topics);
      const seqs = topics.flatMap(({ posts = [] }) => posts.map((p) => p.seq));
      viewer.seqs.push(...seqs.sort((a, b) => a - b));
    }
  }

  async function watch(): Promise<void> {
    while (!stop.signal.aborted) {
      await watchOnce().catch(() => {}); // the server is away, or the test is over
      lostMs ??= performance.now();
      if (!stop.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
  const watching = watch();
  return viewer;
}

/** Options for {@linkcode openWorld}. */
export interface WorldOptions {
  /** Posts in the file; some appear twice and some lines are broken. @default {6_000} */
  posts?: number;
  /** Characters added to each text. @default {0} */
  pad?: number;
  /** Posts per second that the file gives. @default {600} */
  rate?: number;
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
  const { posts = 6_000, pad = 0, rate = 600 } = options;
  const { env: more = () => ({}) } = options;
  const { ingests = 1, persists = 1, webs = 1, viewers = 2 } = options;
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await temporaryFolder());
  const { nats: natsFolder, mysql: mysqlFolder } = options.folders ?? {};
  const cluster = options.isCluster
    ? opening.use(await startNatsCluster())
    : null;
  const nats = cluster?.servers[0] ??
    opening.use(await startNatsServer({ dir: natsFolder }));
  const mysql = opening.use(await startMysqlServer([], { dir: mysqlFolder }));
  const database = opening.use(await mysql.createDatabase());
  const file = await writeDirtyPosts(folder.path, posts, { pad });
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
  await buildPages();
  {
    await using migrating = startRole("migrate", env);
    const { code, stderr } = await migrating.output;
    strictEqual(code, 0, stderr);
  }
  const keep = (task: "ingest" | "persist" | "web", more = {}) =>
    opening.use(new Keeper(() => startRole(task, { ...env, ...more })));
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

/** What was found when a fault was over. */
export interface Findings {
  /** Rows stored: a post of two topics has two. */
  readonly posts: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Options for {@linkcode settle}. */
export interface SettleOptions {
  /** How long nothing may be stored while posts are missing. @default {60_000} */
  stallMs?: number;
  /** Broken lines that must have a row of their own; null where some may be gone with a log. */
  broken?: number | null;
  /** Whether viewers were sent everything anew, and so cannot be compared. @default {false} */
  isReset?: boolean;
}

/** Waits until all posts of the file are stored, and asserts that nothing is lost, doubled, or hidden from a viewer. */
export async function settle(
  world: World,
  options: SettleOptions = {},
): Promise<Findings> {
  const { stallMs = 60_000, isReset = false } = options;
  const { broken = world.file.broken } = options;
  const wanted = [...world.file.topics]
    .map(([slug, ids]) => [slug, ids.size]).sort();
  await progress(
    async () => deepStrictEqual(await countByTopic(world), wanted),
    { stallMs, count: world.countPosts },
  );
  await retryUntil(() => assertAuditClean(world.env), {
    timeoutMs: 60_000,
    pauseMs: 300,
  });
  const { lost, doubled } = await compareIds(world);
  const stored = (await queryMysql(
    world.database.url,
    "select seq from posts order by seq",
  )).map(({ seq }) => Number(seq));
  if (!isReset) {
    for (const { seqs } of world.viewers) {
      await retryUntil(
        () => Promise.resolve(ok(seqs.length >= stored.length)),
      );
      deepStrictEqual(seqs.slice(-1), stored.slice(-1));
      deepStrictEqual(seqs, stored);
    }
  }
  if (broken !== null) {
    const [row] = await queryMysql(
      world.database.url,
      "select count(distinct head) as n from skipped where reason = 'malformed'",
    );
    strictEqual(row!.n, broken);
  }
  deepStrictEqual({ lost, doubled }, { lost: 0, doubled: 0 });
  return { posts: stored.length, lost, doubled };
}

/** Tries until it succeeds, as long as a count grows. */
async function progress(
  attempt: () => Promise<void>,
  { stallMs, count }: { stallMs: number; count: () => Promise<number> },
): Promise<void> {
  for (let before = -1; before < await count();) {
    before = await count();
    const failed = await retryUntil(attempt, {
      timeoutMs: stallMs,
      pauseMs: 300,
    }).then(() => null, (error) => ({ error }));
    if (!failed) return;
    if (await count() <= before) throw failed.error;
  }
}

async function countByTopic({ database, file }: World) {
  const rows = await queryMysql(
    database.url,
    `select cast(slug as char) as slug, count(seq) as n from topics
      left join posts on topic_id = topics.id group by slug`,
  );
  return rows.map(({ slug, n }) => [slug, n])
    .filter(([slug]) => file.topics.has(String(slug))).sort();
}

async function compareIds({ database, file }: World) {
  let [lost, doubled] = [0, 0];
  for (const [slug, ids] of file.topics) {
    const rows = await queryMysql(
      database.url,
      `select cast(ext_id as char) as id from posts
        join topics on topics.id = topic_id where slug = '${slug}'`,
    );
    const stored = new Set(rows.map(({ id }) => String(id)));
    doubled += rows.length - stored.size;
    lost += ids.difference(stored).size + stored.difference(ids).size;
  }
  return { lost, doubled };
}

/** Asserts that `deno task audit` finds nothing, and nothing waits. */
export async function assertAuditClean(
  env: Record<string, string>,
): Promise<void> {
  await using process = startRole("audit", env, ["--json"]);
  const { code, stdout, stderr } = await process.output;
  strictEqual(stderr, "");
  const report = JSON.parse(stdout);
  strictEqual(code, 0, stdout.slice(0, 2_000));
  strictEqual(report.isClean, true);
  strictEqual(report.waiting, 0);
}

/** Waits until another post is stored, and returns how many milliseconds that took; none need come once all are stored. */
export async function timeToFlow(world: World, maxMs: number): Promise<number> {
  const before = await world.countPosts();
  const total = world.file.topics.values()
    .reduce((sum, ids) => sum + ids.size, 0);
  return await timeUntil(maxMs, async () => {
    const count = await world.countPosts();
    return count > before || count === total;
  });
}

/** Waits until a role says that it is not ready, and returns how long that took and why. */
export async function timeToNotReady(
  url: string,
  maxMs = 10_000,
): Promise<{ ms: number; reason: string }> {
  let reason = "";
  const ms = await timeUntil(maxMs, async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    reason = await response.text();
    return response.status === 503;
  });
  return { ms, reason };
}

/** Memory of a process that lies in RAM, in bytes. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1_024;
}
