import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { buildPages } from "./support/pages.ts";
import { openPostsFile, type PostsFile } from "./support/post_files.ts";
import { temporaryFolder } from "./support/temporary.ts";
import { startProcess } from "./support/processes.ts";

/** Written without the program's own tokens, to be compared with them. */
function mentionsTrump(text: string): boolean {
  const words = text.normalize("NFC").toLowerCase().split(
    /[^\p{L}\p{M}\p{Nd}_]+/u,
  );
  return words.includes("trump");
}

/** The ids that must be in the database, each with its own time, in order. */
function recount(posts: PostsFile["posts"]): [string, number][] {
  const ids = new Map(
    posts.filter(({ text }) => mentionsTrump(text))
      .map(({ id, created_at }) => [id, Date.parse(created_at)]),
  );
  return [...ids].sort(([a], [b]) => a < b ? -1 : 1);
}

type Row = Record<string, number | string>;

/** Asserts that each message has one row, and that counts equal a recount of rows. */
function assertAccounted(db: DatabaseSync): void {
  const [log] = db.prepare(
    `select count(*) as n, min(log_seq) as first, max(log_seq) as last from
      (select log_seq from posts union all select log_seq from skipped)`,
  ).all() as Row[];
  deepStrictEqual([log!.first, log!.last], [1, log!.n]);
  for (const step of [10, 60, 3_600]) {
    const recounted = db.prepare(
      `select topic_id, created_ms / 1000 / cast(?1 as integer) * cast(?1 as integer) as t, count(*) as posts,
        sum(p_positive > max(p_negative, 1000 - p_negative - p_positive)) as positive,
        sum(p_negative > max(p_positive, 1000 - p_negative - p_positive)) as negative,
        count(*) - sum(p_positive > max(p_negative, 1000 - p_negative - p_positive))
          - sum(p_negative > max(p_positive, 1000 - p_negative - p_positive)) as neutral,
        sum(score) as score
      from posts group by 1, 2 order by 1, 2`,
    ).all(step);
    const stored = db.prepare(
      `select topic_id, t, posts, positive, negative, neutral, score
      from buckets where step = ? order by 1, 2`,
    ).all(step);
    deepStrictEqual(stored, recounted);
  }
}

Deno.test("start stores each matching post of a file once, at its own time", async () => {
  await buildPages();
  await using folder = await temporaryFolder();
  await using file = await openPostsFile();
  const path = `${folder.path}/freshet.db`;
  {
    await using started = await startProcess({
      SOURCE_URL: `file:${file.path}`,
      DATABASE_URL: `sqlite:${path}`,
      TRACK: "trump",
    });
    await started.waitForLog("source ended");
    strictEqual(await started.stop(), 0);
  }
  using db = new DatabaseSync(path);
  const rows = db.prepare(
    "select ext_id, created_ms from posts order by ext_id",
  ).all() as Row[];
  deepStrictEqual(
    rows.map((row) => [row.ext_id, row.created_ms]),
    recount(file.posts),
  );
  assertAccounted(db);
});

// Seen to fail when storeBatch() leaves the checkpoint out of its transaction.
Deno.test("start goes on after kill -9 and stores each matching post once", async () => {
  await buildPages();
  await using folder = await temporaryFolder();
  await using file = await openPostsFile();
  const path = `${folder.path}/freshet.db`;
  const env = {
    SOURCE_URL: `file:${file.path}?restamp=now&rate=8000`,
    DATABASE_URL: `sqlite:${path}`,
    TRACK: "trump",
  };
  let kills = 0;
  for (; kills < 3; kills++) {
    await using started = await startProcess(env);
    const ended = started.waitForLog("source ended").then(
      () => true,
      () => false,
    );
    if (await Promise.race([ended, delay(200 + Math.random() * 500)])) break;
    await started.kill();
  }
  ok(kills > 0, "the replay must be killed at least once");
  await using started = await startProcess(env);
  await started.waitForLog("source ended");
  strictEqual(await started.stop(), 0);

  using db = new DatabaseSync(path);
  const ids = db.prepare("select ext_id from posts order by ext_id")
    .all() as Row[];
  deepStrictEqual(
    ids.map((row) => row.ext_id),
    recount(file.posts).map(([id]) => id),
  );
  const [skips] = db.prepare("select count(*) as n from skipped")
    .all() as Row[];
  strictEqual(skips!.n, 0, "a restart repeats nothing");
  assertAccounted(db);
});
