import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { assertAuditClean, settle } from "./faults/findings.ts";
import { openWorld, queryMysql } from "./faults/world.ts";
import { startMysqlServer } from "./support/mysql.ts";
import { startNatsServer } from "./support/nats.ts";
import { writeDirtyPosts } from "./support/post_files.ts";
import { startRole } from "./support/processes.ts";
import { temporaryFolder } from "./support/temporary.ts";
import { retryUntil } from "./support/waiting.ts";

// Seen to fail with the acknowledgement before the commit (84 of 3,654 posts of
// one topic were missing), and without the look-up of what is stored already.
Deno.test("two ingest and four persist workers lose and repeat nothing, whatever is killed", async () => {
  await using world = await openWorld({
    posts: 20_000,
    rate: 2_500,
    ingests: 2,
    persists: 4,
    webs: 2,
    viewers: 1,
  });
  const { nats, mysql, ingests, persists } = world;
  const victims = [
    ...[...ingests, ...persists].map((keeper) => () => keeper.killAndRestart()),
    ...[nats, mysql].map((server) => async () => {
      await server.kill();
      await delay(Math.random() * 500);
      await server.start();
    }),
  ];
  await world.reach(1);
  for (let kills = 0; kills < 10; kills++) {
    // The servers are killed for sure, the workers by chance.
    const index = kills < 2
      ? victims.length - 1 - kills
      : Math.floor(Math.random() * victims.length);
    await victims[index]!();
    await delay(300 + Math.random() * 1_000);
  }
  await settle(world);
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
      const [row] = await queryMysql(
        first.url,
        "select count(*) as n from posts",
      );
      strictEqual(row!.n, total);
    }, { timeoutMs: 60_000, pauseMs: 250 });
    await retryUntil(() => assertAuditClean(env), { timeoutMs: 30_000 });
  }
  const content = async (url: string) => ({
    posts: await queryMysql(
      url,
      `select log_seq, cast(slug as char) as slug, cast(ext_id as char) as id,
        posts.created_ms, text, score, positive, negative from posts
        join topics on topics.id = topic_id order by log_seq`,
    ),
    skipped: await queryMysql(
      url,
      "select log_seq, cast(reason as char) as reason from skipped order by log_seq",
    ),
    buckets: await queryMysql(
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
    await assertAuditClean({ ...env, DATABASE_URL: url });
  }
  ok(before.posts.length > 0 && before.skipped.length > 0);
});
