import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { sql } from "kysely";
import { type Config, readConfig } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import type { Log } from "../log.ts";
import { postLine, postLines } from "../tests/support/post_files.ts";
import { readEvents, takeEvents } from "../tests/support/endpoints.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { retryUntil } from "../tests/support/waiting.ts";
import { type Pipeline, startPipeline } from "./pipeline.ts";

interface Running extends AsyncDisposable {
  readonly pipeline: Pipeline;
  readonly writer: Database;
  readonly lines: Parameters<Log>[];
}

async function run(config: Config): Promise<Running> {
  const lines: Parameters<Log>[] = [];
  const log: Log = (...line) => void lines.push(line);
  const { signal } = new AbortController();
  const pipeline = await startPipeline(config, { banner: null, log, signal });
  const { writer } = pipeline;
  const dispose = () => pipeline[Symbol.asyncDispose]();
  return { pipeline, writer, lines, [Symbol.asyncDispose]: dispose };
}

/** A folder with a file of posts, and the settings to store them. */
async function prepare(
  lines: readonly string[],
  options = "",
  env: Record<string, string> = {},
): Promise<{ config: Config } & AsyncDisposable> {
  const folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/posts`, lines.join("\n"));
  const config = readConfig({
    SOURCE_URL: `file:${folder.path}/posts${options}`,
    DATABASE_URL: `sqlite:${folder.path}/freshet.db`,
    TRACK: "post, none=nothing",
    RETENTION_DAYS: "0",
    ...env,
  });
  return {
    config,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function waitForLine(
  { lines }: Running,
  text: string,
): Promise<void> {
  await retryUntil(() => {
    ok(lines.some(([, message]) => message === text));
    return Promise.resolve();
  });
}

const waitForEnd = (running: Running) => waitForLine(running, "source ended");

async function idsOf({ pipeline }: Running): Promise<string[]> {
  const { posts } = await pipeline.state.readPosts("post", { limit: 500 });
  return posts.map(({ id }) => id).toReversed();
}

async function countSkipped({ writer }: Running): Promise<number> {
  const rows = await writer.kysely.selectFrom("skipped").select("reason")
    .execute();
  return rows.length;
}

Deno.test("startPipeline() stores what a source gives, and shows it", async () => {
  await using prepared = await prepare(postLines(3).toSpliced(1, 0, "broken"));
  await using running = await run(prepared.config);
  await waitForEnd(running);
  deepStrictEqual(await idsOf(running), ["0", "1", "2"]);
  strictEqual(await countSkipped(running), 1);
  const { state } = running.pipeline;
  const topics = await state.listTopics();
  deepStrictEqual(topics.map(({ slug, posts }) => [slug, posts]), [
    ["post", 3],
    ["none", 0],
  ]);
  ok(state.source.startsWith("file:"));
  strictEqual(state.banner, null);
});

Deno.test("a full disk makes the process unready within 10 s, with the reason", async () => {
  await using prepared = await prepare(postLines(2_000), "?rate=100");
  await using running = await run(prepared.config);
  const { state } = running.pipeline;
  await retryUntil(async () => ok((await idsOf(running)).length > 0));
  deepStrictEqual(await state.findUnready(), []);
  const { kysely } = running.writer;
  const { rows: [pages] } = await sql<{ page_count: number }>`pragma page_count`
    .execute(kysely);
  await sql.raw(`pragma max_page_count = ${pages!.page_count}`).execute(kysely);
  await retryUntil(async () => {
    const [problem] = await state.findUnready();
    deepStrictEqual(problem, {
      part: "database",
      reason: "cannot store: database or disk is full",
    });
  }, { timeoutMs: 10_000 });
  await sql`pragma max_page_count = 1000000`.execute(kysely);
  await retryUntil(async () => {
    deepStrictEqual(await state.findUnready(), []);
  });
});

Deno.test("startPipeline() counts what it does", async () => {
  await using prepared = await prepare([...postLines(3), "broken"]);
  await using running = await run(prepared.config);
  await waitForEnd(running);
  const lines = (await running.pipeline.state.readMetrics()).split("\n");
  for (
    const line of [
      'freshet_source_events_total{source="file",kind="post"} 3',
      'freshet_source_events_total{source="file",kind="rejected"} 1',
      'freshet_rows_total{table="posts"} 3',
      'freshet_rows_total{table="skipped"} 1',
    ]
  ) ok(lines.includes(line), line);
});

Deno.test("startPipeline() goes on where the process before was ended", async () => {
  await using prepared = await prepare(postLines(60), "?rate=200");
  let before: string[];
  {
    await using running = await run(prepared.config);
    await retryUntil(async () => ok((await idsOf(running)).length > 0));
    before = await idsOf(running);
    ok(before.length < 60);
  }
  await using running = await run(prepared.config);
  await waitForEnd(running);
  deepStrictEqual(
    await idsOf(running),
    Array.from({ length: 60 }, (_, i) => String(i)),
  );
  strictEqual(await countSkipped(running), 0);
  await waitForLine(running, "source resumed");
});

Deno.test("startPipeline() has stored what was on its way when it is disposed of", async () => {
  await using prepared = await prepare(postLines(400), "?loop=1&rate=5000");
  let given = 0;
  {
    await using running = await run(prepared.config);
    await retryUntil(async () => ok((await idsOf(running)).length > 0));
    await running.pipeline[Symbol.asyncDispose]();
    const metrics = await running.pipeline.state.readMetrics();
    given = Number(/kind="post"\} (\d+)/.exec(metrics)?.[1]);
    const stored = Number(/table="posts"\} (\d+)/.exec(metrics)?.[1]);
    strictEqual(stored, given);
  }
  ok(given > 0);
});

Deno.test("startPipeline() tells viewers at once of what it has stored", async () => {
  await using prepared = await prepare(
    [postLine(0), postLine(1, 500)],
    "?speed=1",
    { POLL_MS: "60000" },
  );
  await using running = await run(prepared.config);
  const events = readEvents(running.pipeline.state.watch(undefined, null));
  await takeEvents(
    events,
    (taken) =>
      taken.some(({ event, data }) =>
        event === "tick" && JSON.stringify(data).includes('"id":"1"')
      ),
  );
  await events.return(undefined);
});

Deno.test("startPipeline() fails if storing fails for a reason that waiting does not cure", async () => {
  await using prepared = await prepare(postLines(3), "?rate=10");
  await using running = await run(prepared.config);
  await waitForLine(running, "source started");
  await running.writer.kysely.destroy();
  await rejects(running.pipeline.failure, /destroyed/);
  const failedMs = performance.now();
  await running.pipeline[Symbol.asyncDispose]();
  const tookMs = performance.now() - failedMs;
  ok(tookMs < 3_000, `waited ${tookMs} ms for what will never be stored`);
});

Deno.test("startPipeline() reports a source that fails, and goes on serving", async () => {
  await using prepared = await prepare(postLines(3));
  const { config } = prepared;
  const [file] = config.sources;
  const gone = { ...file!, path: "/nowhere/at/all" } as typeof file & object;
  await using running = await run({ ...config, sources: [gone, file!] });
  await waitForEnd(running);
  deepStrictEqual(await idsOf(running), ["0", "1", "2"]);
  const failed = running.lines.filter(([level]) => level === "error");
  deepStrictEqual(failed.map(([, message]) => message), ["source failed"]);
});

Deno.test("startPipeline() deletes posts that are too old", async () => {
  await using prepared = await prepare(postLines(3));
  {
    await using running = await run(prepared.config);
    await waitForEnd(running);
    strictEqual((await idsOf(running)).length, 3);
    const yesterdayMs = Date.now() - 86_400_000;
    await running.writer.kysely.updateTable("posts")
      .set({ received_ms: yesterdayMs, imported: 0 }).where("ext_id", "!=", "2")
      .execute();
  }
  await using running = await run({ ...prepared.config, retentionDays: 1 });
  await retryUntil(async () => deepStrictEqual(await idsOf(running), ["2"]));
});
