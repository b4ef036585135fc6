/**
 * Runs the program from a file to stored rows, each role as a process of its own.
 * `deno run -A bench/stored.ts RUN,… POSTS TURNS [FOLDER]` runs `roles`, `staged`,
 * `two`, `two staged` or `one`, in turns with the version that lies in a folder; the variable
 * `PROFILES` names a folder for profiles.
 */
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { audit } from "../db/audit/audit.ts";
import type { Database } from "../db/connection/database.ts";
import { readSeq } from "../db/connection/transactions.ts";
import { connectDatabase, openDatabase } from "../db/open.ts";
import { seedTopics } from "../db/write/topics.ts";
import { readConfig } from "../config.ts";
import { startMysqlServer } from "../tests/support/mysql.ts";
import { manageNats, startNatsServer } from "../tests/support/nats.ts";
import { openPostsFile } from "../tests/support/post_files.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import {
  childrenByName,
  cpuMs,
  type Figures,
  inTurns,
  loadAverage,
} from "./turns.ts";

/** Five topics; the last takes nearly all posts. */
export const TRACK =
  "$AAPL, $GOOG, $FB, $AMZN, other=(to OR the OR rt OR in OR on)";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** How a program runs. */
export interface RunOptions {
  /** Where the version that is measured lies. @default this one */
  root?: string | undefined;
  /** Where profiles are written, by the program `deno`. */
  profiles?: string | undefined;
}

/** A process of the program, gone with its scope. */
interface Program extends AsyncDisposable {
  readonly pid: number;
}

/** Starts a program, such as `start/ingest.ts`. */
function startProgram(
  script: string,
  env: Record<string, string>,
  { root = ROOT, profiles }: RunOptions,
): Program {
  const profile = profiles === undefined ? [] : [
    "--cpu-prof",
    `--cpu-prof-dir=${profiles}`,
    `--cpu-prof-name=${script.replace("/", "-")}-${Date.now()}.cpuprofile`,
  ];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "-A", ...profile, script],
    cwd: root,
    env: { LOG_FORMAT: "json", LOG_LEVEL: "warn", PORT: "0", ...env },
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  return {
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
    },
  };
}

/** Servers that runs share, each run with a database and a log of its own. */
export interface Servers extends AsyncDisposable {
  readonly mysql: Awaited<ReturnType<typeof startMysqlServer>>;
  readonly mysqlPid: number;
}

/** Starts a MariaDB with room for what is measured. */
export async function startServers(): Promise<Servers> {
  const mysql = await startMysqlServer([
    "--innodb-buffer-pool-size=512M",
    "--innodb-log-file-size=256M",
  ]);
  const mysqlPid = (await childrenByName()).get("mariadbd")!;
  const dispose = () => mysql[Symbol.asyncDispose]();
  return { mysql, mysqlPid, [Symbol.asyncDispose]: dispose };
}

/** Options for {@linkcode storeByRoles}. */
export interface RolesOptions extends RunOptions {
  /** @default {1} */
  workers?: number;
  /** Whether ingest ends before persist begins, so that each is measured alone. @default {false} */
  isStaged?: boolean;
  /** Called with the database before it is dropped. */
  onStored?: (db: Database) => Promise<void>;
}

/** File → ingest → JetStream → persist → MariaDB: rows a second, and CPU time a row by process in microseconds. */
export async function storeByRoles(
  { mysql, mysqlPid }: Servers,
  path: string,
  options: RolesOptions = {},
): Promise<Figures> {
  const { workers = 1, isStaged = false } = options;
  await using nats = await startNatsServer();
  const natsPid = (await childrenByName()).get("nats-server")!;
  await using made = await mysql.createDatabase();
  const env = {
    SOURCE_URL: `file:${path}`,
    NATS_URL: nats.url,
    DATABASE_URL: made.url,
    TRACK,
  };
  await using db = await openDatabase(made.url);
  await seedTopics(db, readConfig(env).topics);
  await using managed = await manageNats(nats.url);
  const lastLogged = async () => {
    const info = await managed.manager.streams.info("POSTS").catch(() => null);
    return info?.state.last_seq ?? 0;
  };
  const servers = { nats: natsPid, mariadb: mysqlPid };
  await using running = new AsyncDisposableStack();
  const startPersist = () =>
    Array.from(
      { length: workers },
      () => running.use(startProgram("start/persist.ts", env, options)),
    );
  let persists = isStaged ? [] : startPersist();
  if (!isStaged) await delay(1_500); // it has started, and waits
  const before = await cpuOf(servers);
  let persistBefore = await cpuOfAll(persists);
  const ingest = startProgram("start/ingest.ts", env, options);
  running.use(ingest);
  const started = await waitForFirst(lastLogged);
  const ingestBefore = await cpuMs(ingest.pid);
  await waitForEnd(db, `file:${path}`);
  const published = performance.now();
  const messages = await lastLogged();
  const ingestMs = await cpuMs(ingest.pid) - ingestBefore;
  let storing = started;
  if (isStaged) {
    persists = startPersist();
    storing = await waitForFirst(() => readSeq(db.kysely));
  }
  const first = await readSeq(db.kysely);
  if (isStaged) persistBefore = await cpuOfAll(persists);
  while (await readSeq(db.kysely) < messages) await delay(20);
  const ended = performance.now();
  const after = await cpuOf(servers);
  const ms = {
    ingest: ingestMs,
    persist: (await cpuOfAll(persists) - persistBefore) *
      (isStaged ? messages / (messages - first) : 1),
    nats: after.nats! - before.nats!,
    mariadb: after.mariadb! - before.mariadb!,
  };
  const { isClean } = await audit(db);
  if (!isClean) throw new Error("the audit is not clean");
  await options.onStored?.(db);
  const counted = isStaged ? messages - first : messages;
  return {
    perSecond: Math.round(counted / (ended - storing) * 1_000),
    published: Math.round(messages / (published - started) * 1_000),
    ...perRow(ms, messages),
    program: Math.round((ms.ingest + ms.persist) * 1_000 / messages),
  };
}

/** File → embedded log → SQLite, in one process. */
export async function storeInOne(
  path: string,
  options: RunOptions = {},
): Promise<Figures> {
  await using folder = await temporaryFolder();
  const url = `sqlite:${folder.path}/freshet.db`;
  const env = { SOURCE_URL: `file:${path}`, DATABASE_URL: url, TRACK };
  {
    await using db = await openDatabase(url);
    await seedTopics(db, readConfig(env).topics);
  }
  await using db = connectDatabase(url);
  await using program = startProgram("start.ts", env, options);
  const started = await waitForFirst(() => readSeq(db.kysely));
  const startedMs = await cpuMs(program.pid);
  const first = await readSeq(db.kysely);
  await waitForEnd(db, `file:${path}`);
  const ended = performance.now();
  const ms = { program: await cpuMs(program.pid) - startedMs };
  const rows = await readSeq(db.kysely);
  const { isClean } = await audit(db);
  if (!isClean) throw new Error("the audit is not clean");
  return {
    perSecond: Math.round((rows - first) / (ended - started) * 1_000),
    ...perRow(ms, rows - first),
  };
}

async function cpuOf(
  pids: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  const entries = Object.entries(pids).map(async ([name, pid]) =>
    [name, await cpuMs(pid)] as const
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function cpuOfAll(programs: readonly Program[]): Promise<number> {
  const all = await Promise.all(programs.map(({ pid }) => cpuMs(pid)));
  return all.reduce((sum, ms) => sum + ms, 0);
}

function perRow(
  ms: Readonly<Record<string, number>>,
  rows: number,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(ms).map((
      [name, ms],
    ) => [name, Math.round(ms * 1_000 / rows)]),
  );
}

async function waitForFirst(count: () => Promise<number>): Promise<number> {
  while (await count() === 0) await delay(10);
  return performance.now();
}

/** Waits until a source has ended, which ingest records. */
async function waitForEnd(db: Database, source: string): Promise<void> {
  while (true) {
    const row = await db.kysely.selectFrom("source_states").select("state")
      .where("source", "=", source).executeTakeFirst();
    if (row?.state === "ended") return;
    await delay(20);
  }
}

/** Writes the first posts of the real ones into a folder. */
export async function writePosts(
  folder: string,
  count: number,
): Promise<string> {
  await using file = await openPostsFile("vol_stocknet_2014_2015.ndjson.gz");
  const lines = Array.from({ length: count }, (_, i) => {
    const post = file.posts[i % file.posts.length]!;
    const copy = Math.floor(i / file.posts.length);
    return JSON.stringify(copy ? { ...post, id: `${post.id}${copy}` } : post);
  });
  const path = `${folder}/posts.ndjson`;
  await Deno.writeTextFile(path, lines.join("\n"));
  return path;
}

if (import.meta.main) {
  const [names = "roles,one", posts = "20000", turns = "3", other] = Deno.args;
  const profiles = Deno.env.get("PROFILES");
  await using folder = await temporaryFolder();
  const path = await writePosts(folder.path, Number(posts));
  await using servers = await startServers();
  const runsOf = (root: string | undefined) => {
    const options = { root, profiles };
    const staged = { ...options, isStaged: true };
    return {
      one: () => storeInOne(path, options),
      roles: () => storeByRoles(servers, path, options),
      staged: () => storeByRoles(servers, path, staged),
      two: () => storeByRoles(servers, path, { ...options, workers: 2 }),
      "two staged": () =>
        storeByRoles(servers, path, { ...staged, workers: 2 }),
    };
  };
  const runs = Object.entries({ ...(other && { other }), this: undefined })
    .flatMap(([version, root]) =>
      Object.entries(runsOf(root))
        .filter(([name]) => names.split(",").includes(name))
        .map(([name, run]) => [`${name} ${version}`, run] as const)
    );
  // deno-lint-ignore no-console
  const log = (...what: unknown[]) => console.log(...what);
  const summaries = await inTurns(
    Object.fromEntries(runs),
    Number(turns),
    (name, figures) => log(loadAverage().toFixed(1), name, figures),
  );
  for (const [name, summary] of Object.entries(summaries)) log(name, summary);
}
