import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { createConnection } from "mysql2/promise";
import { buildPages } from "./support/pages.ts";
import { writeDirtyPosts } from "./support/post_files.ts";
import { freePort, temporaryFolder } from "./support/temporary.ts";
import { startMysqlServer } from "./support/mysql.ts";
import { startNatsServer } from "./support/nats.ts";
import { readEvents } from "./support/endpoints.ts";
import { retryUntil } from "./support/waiting.ts";
import { type RoleProcess, startRole } from "./support/processes.ts";

const POSTS = 20_000;

type Row = Record<string, string | number>;

async function query(url: string, sql: string): Promise<Row[]> {
  const connection = await createConnection({ uri: url, charset: "utf8mb4" });
  try {
    const [rows] = await connection.query(sql);
    return rows as Row[];
  } finally {
    await connection.end();
  }
}

/** Keeps a role running: whoever kills it gets a new one. */
class Keeper implements AsyncDisposable {
  #process: RoleProcess;

  constructor(readonly start: () => RoleProcess) {
    this.#process = start();
  }

  async killAndRestart(): Promise<void> {
    await this.#process.kill();
    this.#process = this.start();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process.kill();
  }
}

/** Somebody who watches all topics from the beginning on. */
async function watchPosts(url: string) {
  const stop = new AbortController();
  const { body } = await retryUntil(() => fetch(url));
  const bytes = body!.pipeThrough(new TransformStream(), {
    signal: stop.signal,
  });
  const seqs: number[] = [];
  const ended = (async () => {
    for await (const { event, data } of readEvents(bytes)) {
      if (event !== "tick") continue;
      const topics = Object.values<{ posts?: { seq: number }[] }>(data.topics);
      const arrived = topics.flatMap(({ posts = [] }) =>
        posts.map((p) => p.seq)
      );
      seqs.push(...arrived.sort((a, b) => a - b));
    }
  })().catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
  ended.catch(() => {}); // `stop` throws it; a test that failed before never stops
  return {
    seqs,
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

async function auditIsClean(env: Record<string, string>): Promise<void> {
  await using process = startRole("audit", env, ["--json"]);
  const { code, stdout, stderr } = await process.output;
  strictEqual(stderr, "");
  const report = JSON.parse(stdout);
  strictEqual(code, 0, stdout.slice(0, 2_000));
  strictEqual(report.isClean, true);
  strictEqual(report.waiting, 0);
}

// Seen to fail with the acknowledgement before the commit (84 of 3,654 posts of
// one topic were missing), and without the look-up of what is stored already.
Deno.test("two ingest and four persist workers lose and repeat nothing, whatever is killed", async () => {
  await using folder = await temporaryFolder();
  await using nats = await startNatsServer();
  await using mysql = await startMysqlServer();
  await using database = await mysql.createDatabase();
  const file = await writeDirtyPosts(folder.path, POSTS);
  const env = {
    SOURCE_URL: `file:${file.path}?rate=2500`,
    NATS_URL: nats.url,
    DATABASE_URL: database.url,
    TRACK: [...file.topics.keys()].map((slug) => `$${slug}`).join(","),
  };
  await buildPages();
  await using migrating = startRole("migrate", env);
  strictEqual((await migrating.output).code, 0);

  await using webs = new AsyncDisposableStack();
  const viewers = await Promise.all([0, 1].map(async () => {
    const port = freePort();
    webs.use(startRole("web", { ...env, PORT: String(port) }));
    return await watchPosts(`http://127.0.0.1:${port}/api/stream`);
  }));

  await using workers = new AsyncDisposableStack();
  const keep = (task: "ingest" | "persist") =>
    workers.use(new Keeper(() => startRole(task, env)));
  const keepers = [
    ...Array.from({ length: 2 }, () => keep("ingest")),
    ...Array.from({ length: 4 }, () => keep("persist")),
  ];
  const victims = [
    ...keepers.map((keeper) => () => keeper.killAndRestart()),
    ...[nats, mysql].map((server) => async () => {
      await server.kill();
      await delay(Math.random() * 500);
      await server.start();
    }),
  ];
  await delay(3_000);
  for (let kills = 0; kills < 10; kills++) {
    // The servers are killed for sure, the workers by chance.
    const index = kills < 2
      ? victims.length - 1 - kills
      : Math.floor(Math.random() * victims.length);
    await victims[index]!();
    await delay(300 + Math.random() * 1_000);
  }

  const wanted = new Map(
    [...file.topics].map(([slug, ids]) => [slug, ids.size]),
  );
  await retryUntil(async () => {
    const rows = await query(
      database.url,
      `select cast(slug as char) as slug, count(seq) as n from topics
        left join posts on topic_id = topics.id group by slug`,
    );
    const counts = new Map(rows.map((row) => [row.slug, row.n]));
    deepStrictEqual(
      [...counts].filter(([slug]) => wanted.has(String(slug))).sort(),
      [...wanted].sort(),
    );
  }, { timeoutMs: 90_000, pauseMs: 500 });
  await retryUntil(() => auditIsClean(env), {
    timeoutMs: 60_000,
    pauseMs: 500,
  });

  for (const [slug, ids] of file.topics) {
    const rows = await query(
      database.url,
      `select cast(ext_id as char) as id from posts
        join topics on topics.id = topic_id where slug = '${slug}'`,
    );
    deepStrictEqual(rows.map((row) => row.id).sort(), [...ids].sort());
  }
  const stored = await query(
    database.url,
    "select seq from posts order by seq",
  );
  for (const viewer of viewers) {
    await retryUntil(() => {
      strictEqual(viewer.seqs.length, stored.length);
      return Promise.resolve();
    });
    ok(stored.every((row, i) => row.seq === viewer.seqs[i]));
    await viewer.stop();
  }
  const [broken] = await query(
    database.url,
    "select count(distinct head) as n from skipped where reason = 'malformed'",
  );
  strictEqual(broken!.n, file.broken);
});

Deno.test("replay rebuilds a dropped database, and changes nothing in a full one", async () => {
  await using folder = await temporaryFolder();
  await using nats = await startNatsServer();
  await using mysql = await startMysqlServer();
  await using first = await mysql.createDatabase();
  await using second = await mysql.createDatabase();
  const file = await writeDirtyPosts(folder.path, 3_000);
  const env = {
    SOURCE_URL: `file:${file.path}`,
    NATS_URL: nats.url,
    DATABASE_URL: first.url,
    TRACK: [...file.topics.keys()].map((slug) => `$${slug}`).join(","),
  };
  {
    await using _ingest = startRole("ingest", env);
    await using _persist = startRole("persist", env);
    const total = [...file.topics.values()].reduce((n, ids) => n + ids.size, 0);
    await retryUntil(async () => {
      const [row] = await query(first.url, "select count(*) as n from posts");
      strictEqual(row!.n, total);
    }, { timeoutMs: 60_000, pauseMs: 250 });
    await retryUntil(() => auditIsClean(env), { timeoutMs: 30_000 });
  }
  const content = async (url: string) => ({
    posts: await query(
      url,
      `select log_seq, cast(slug as char) as slug, cast(ext_id as char) as id,
        posts.created_ms, text, score, positive, negative from posts
        join topics on topics.id = topic_id order by log_seq`,
    ),
    skipped: await query(
      url,
      "select log_seq, cast(reason as char) as reason from skipped order by log_seq",
    ),
    buckets: await query(
      url,
      `select cast(slug as char) as slug, step, t, posts, score from buckets
        join topics on topics.id = topic_id order by slug, step, t`,
    ),
  });
  const before = await content(first.url);
  for (
    const [url, wanted] of [[first.url, /: 0 posts and 0 skipped/], [
      second.url,
      / 0 were/,
    ]] as const
  ) {
    // TRACK is left out: topics come back by their names.
    const { TRACK: _, ...rest } = env;
    await using replay = startRole("replay", { ...rest, DATABASE_URL: url });
    const { code, stdout, stderr } = await replay.output;
    strictEqual(code, 0, stderr);
    match(stdout, wanted);
    deepStrictEqual(await content(url), before);
    await auditIsClean({ ...env, DATABASE_URL: url });
  }
  ok(before.posts.length > 0 && before.skipped.length > 0);
});
