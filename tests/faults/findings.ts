import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { startRole } from "../support/processes.ts";
import { retryUntil } from "../support/waiting.ts";
import { progress, timeUntil } from "./row.ts";
import { queryMysql, type World } from "./world.ts";

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
  /** Whether viewers were sent everything again, and so cannot be compared. @default {false} */
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
  strictEqual(report.waiting ?? 0, 0);
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
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
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
