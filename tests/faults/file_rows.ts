import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { buildPages } from "../support/pages.ts";
import { type DirtyPosts, writeDirtyPosts } from "../support/post_files.ts";
import {
  type StartedProcess,
  startProcess,
  startRole,
} from "../support/processes.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { inTime, retryUntil } from "../support/waiting.ts";
import { assertAuditClean, timeToNotReady } from "./findings.ts";
import { mountSmall } from "./limit_rows.ts";
import { type FaultRow, pause, progress, timeUntil } from "./row.ts";

/** Everything in one process, with its posts in a file. */
interface SmallWorld extends AsyncDisposable {
  readonly path: string;
  readonly env: Record<string, string>;
  start(): Promise<StartedProcess>;
  countPosts(): number;
  /** Waits until all posts are stored, and asserts that none is lost or doubled. */
  settle(): Promise<{ posts: number; lost: number; doubled: number }>;
}

/** Makes a file of posts and the settings to store them; starts nothing. */
async function openSmallWorld(
  posts: number,
  { rate = 800, dir = "" } = {},
): Promise<SmallWorld> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await temporaryFolder());
  const path = `${dir || folder.path}/freshet.db`;
  const file = await writeDirtyPosts(folder.path, posts);
  const env = {
    SOURCE_URL: `file:${file.path}?rate=${rate}`,
    DATABASE_URL: `sqlite:${path}`,
    TRACK: [...file.topics.keys()].map((slug) => `$${slug}`).join(","),
    LOG_LEVEL: "warn",
  };
  await buildPages();
  const total = file.topics.values().reduce((sum, { size }) => sum + size, 0);
  const countPosts = () => readPosts(path).length;
  const opened = opening.move();
  return {
    path,
    env,
    countPosts,
    start: () => startProcess(env),
    async settle() {
      const isAll = () => Promise.resolve(ok(countPosts() >= total));
      const count = () => Promise.resolve(countPosts());
      await progress(isAll, { stallMs: 60_000, count });
      await retryUntil(() => assertAuditClean(env), { timeoutMs: 30_000 });
      const { lost, doubled } = compare(file, readPosts(path));
      deepStrictEqual({ lost, doubled }, { lost: 0, doubled: 0 });
      return { posts: total, lost, doubled };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

type StoredPost = readonly [slug: string, id: string];

/** Empty while there is no table yet. */
function readPosts(path: string): StoredPost[] {
  try {
    using db = new DatabaseSync(path, { readOnly: true, timeout: 2_000 });
    const sql = `select cast(slug as text) as slug, cast(ext_id as text) as id
      from posts join topics on topics.id = topic_id`;
    return db.prepare(sql).all()
      .map(({ slug, id }) => [String(slug), String(id)]);
  } catch (error) {
    if (!/no such table|unable to open/.test(String(error))) throw error;
    return [];
  }
}

function compare({ topics }: DirtyPosts, posts: readonly StoredPost[]) {
  let [lost, doubled] = [0, 0];
  for (const [slug, ids] of topics) {
    const found = posts.filter(([of]) => of === slug).map(([, id]) => id);
    const stored = new Set(found);
    doubled += found.length - stored.size;
    lost += ids.difference(stored).size + stored.difference(ids).size;
  }
  return { lost, doubled };
}

const killAll: FaultRow = {
  name: "SQLite: kill -9 of the process that does everything",
  mustHold: "lost 0, doubled 0, the file whole",
  isQuick: true,
  async run(scale) {
    const [kills, posts] = scale.isSmall ? [4, 3_000] : [20, 20_000];
    await using world = await openSmallWorld(posts);
    for (let kill = 0; kill < kills; kill++) {
      await using process = await world.start();
      await pause(scale, [0, 900]);
      await process.kill();
    }
    await using _process = await world.start();
    return { ...await world.settle(), kills };
  },
};

/** What happens to a file, and what the program says of it. */
const DAMAGES: readonly [
  name: string,
  change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
  reason: RegExp,
][] = [
  ["a zeroed header", (bytes) => bytes.fill(0, 0, 100), /not a database/],
  [
    "scribbled pages",
    (bytes) => bytes.fill(0x5a, bytes.length >> 2, bytes.length >> 1),
    /damaged/,
  ],
  [
    "a cut end",
    (bytes) => bytes.slice(0, (bytes.length >> 1) + 100),
    /damaged/,
  ],
  [
    "a text",
    () => new TextEncoder().encode("These are my notes. ".repeat(999)),
    /not a database/,
  ],
];

/** Starts the program on a file that it must refuse, and keep as it is. */
async function assertRefused(
  { path, env }: SmallWorld,
  reason: RegExp,
): Promise<void> {
  const before = await Deno.readFile(path);
  for (const task of ["start", "audit"] as const) {
    await using process = startRole(task, env);
    const { code, stdout, stderr } = await inTime(30_000, process.output);
    strictEqual(code, 1, task);
    match(stdout + stderr, reason);
    ok(!/^ +at /m.test(stderr), stderr);
  }
  deepStrictEqual(await Deno.readFile(path), before);
}

const damagedFile: FaultRow = {
  name:
    "SQLite: zeroed header, scribbled pages, cut end, text, another program's file, empty",
  mustHold: "refused with the reason, left as it is; an empty one begins",
  isQuick: true,
  async run() {
    await using world = await openSmallWorld(500, { rate: 100_000 });
    {
      await using process = await world.start();
      await world.settle();
      strictEqual(await process.stop(), 0);
    }
    const whole = await Deno.readFile(world.path);
    ok(whole.length > 100_000, "the file alone must hold the posts");
    for (const [name, change, reason] of DAMAGES) {
      await Deno.writeFile(world.path, change(whole.slice()));
      await assertRefused(world, reason).catch((cause) => {
        throw new Error(`With ${name}: ${cause}`, { cause });
      });
    }
    await Deno.remove(world.path);
    {
      using other = new DatabaseSync(world.path);
      other.exec(
        "create table notes (text); insert into notes values ('mine')",
      );
    }
    await assertRefused(world, /another program/);
    await Deno.writeFile(world.path, new Uint8Array());
    await using _process = await world.start();
    return { ...await world.settle(), refused: DAMAGES.length + 1 };
  },
};

const fullDisk: FaultRow = {
  name: "the disk of SQLite is full",
  mustHold: "lost 0; 503 within 10 s; flow within 15 s after there is room",
  isQuick: false,
  async run(scale) {
    await using disk = await mountSmall("96m");
    const posts = scale.isSmall ? 8_000 : 40_000;
    const options = { rate: scale.isSmall ? 300 : 500, dir: disk.path };
    await using world = await openSmallWorld(posts, options);
    await using process = await world.start();
    await retryUntil(() => Promise.resolve(ok(world.countPosts() > 100)));
    const free = await disk.fill();
    const { ms, reason } = await timeToNotReady(`${process.url}readyz`, 15_000);
    match(reason, /database/i);
    await pause(scale, [2_000, 3_000], [15_000, 20_000]);
    const before = world.countPosts();
    await free();
    const isMore = () => Promise.resolve(world.countPosts() > before);
    const flowMs = await timeUntil(15_000, isMore);
    return { ...await world.settle(), notReadyMs: ms, flowMs };
  },
};

/** What happens to the file of a database. */
export const FILE_ROWS: readonly FaultRow[] = [killAll, damagedFile, fullDisk];
