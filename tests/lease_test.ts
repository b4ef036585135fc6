import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createConnection } from "mysql2/promise";
import { startMysqlServer } from "./support/mysql.ts";
import { startNatsServer } from "./support/nats.ts";
import { openPostsFile } from "./support/post_files.ts";
import { retryUntil } from "./support/waiting.ts";
import { startRole } from "./support/processes.ts";

/** The longest that a source may be without a reader. */
const TAKE_OVER_MS = 15_000;

// Seen to fail with a lease that is never renewed (both read), and with one that
// has no end (nobody takes over).
Deno.test("a second ingest takes a source over when the first is killed or stands still", async () => {
  await using nats = await startNatsServer();
  await using mysql = await startMysqlServer();
  await using database = await mysql.createDatabase();
  await using file = await openPostsFile();
  const env = {
    SOURCE_URL: `file:${file.path}?rate=100`,
    NATS_URL: nats.url,
    DATABASE_URL: database.url,
    TRACK: "trump",
    LOG_LEVEL: "info",
  };
  await using migrating = startRole("migrate", env);
  strictEqual((await migrating.output).code, 0);
  await using _persist = startRole("persist", env);

  await using first = startRole("ingest", env);
  await first.waitForLog("source started");
  await using second = startRole("ingest", env);
  await second.waitForLog("another process reads it");
  await hasStored(database.url, 1);

  let startMs = performance.now();
  await first.kill();
  await second.waitForLog("source resumed");
  ok(performance.now() - startMs < TAKE_OVER_MS);

  await using third = startRole("ingest", env);
  await third.waitForLog("another process reads it");
  startMs = performance.now();
  second.signal("SIGSTOP");
  await third.waitForLog("source resumed");
  ok(performance.now() - startMs < TAKE_OVER_MS);
  const stored = await hasStored(database.url, 1);
  second.signal("SIGCONT");
  await second.waitForLog("another process took the source over");
  await hasStored(database.url, stored + 10);

  await third.kill();
  await second.kill();
  await retryUntil(async () => {
    await using audit = startRole("audit", env, ["--json"]);
    const { code, stdout } = await audit.output;
    const { isClean, waiting } = JSON.parse(stdout);
    deepStrictEqual([code, isClean, waiting], [0, true, 0]);
  }, { timeoutMs: 90_000, pauseMs: 1_000 });
});

/** Waits until there are so many posts; each has its own id. */
async function hasStored(url: string, atLeast: number): Promise<number> {
  const connection = await createConnection({ uri: url });
  try {
    return await retryUntil(async () => {
      const [rows] = await connection.query(
        "select count(*) as posts, count(distinct ext_id) as ids from posts",
      );
      const [{ posts, ids }] = rows as [{ posts: number; ids: number }];
      strictEqual(posts, ids);
      ok(posts >= atLeast, `${posts} posts`);
      return posts;
    }, { timeoutMs: 30_000 });
  } finally {
    await connection.end();
  }
}
