import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { storeBatch } from "../db/write/store_batch.ts";
import { openStore } from "../start/database.ts";
import { readEvents, takeEvents } from "./support/endpoints.ts";
import { openMysqlStore, sharedMysqlServer } from "./support/mysql.ts";
import { buildPages } from "./support/pages.ts";
import { freePort, temporaryFolder } from "./support/temporary.ts";
import { retryUntil } from "./support/waiting.ts";
import { serverProcess } from "./support/processes.ts";
import { postEntries } from "./support/store.ts";

for (const entry of ["main.ts", "_fresh/server.js"]) {
  Deno.test(`deno serve ${entry} serves the pages by itself`, async () => {
    await buildPages();
    await using folder = await temporaryFolder();
    const databaseUrl = `sqlite:${folder.path}/a.db`;
    const topics = [{ slug: "coffee", query: "coffee" }];
    await using _store = await openStore({ databaseUrl, topics });
    const port = freePort();
    const url = `http://127.0.0.1:${port}/t/coffee`;
    await using _server = await serverProcess(
      "/usr/bin/env",
      [
        `DATABASE_URL=${databaseUrl}`,
        Deno.execPath(),
        ...["serve", "--frozen", "-A", "--host", "127.0.0.1"],
        ...["--port", String(port), entry],
      ],
      () => retryUntil(async () => void await (await fetch(url)).text()),
    );
    const response = await fetch(url);
    strictEqual(response.status, 200);
    match(await response.text(), /No posts about <b>/);
  });
}

const mysql = sharedMysqlServer();

/** What platforms that run Deno grant: outgoing TCP and variables, no files but the program, little memory. */
const PLATFORM = [
  ...["--allow-net", "--allow-env", "--allow-sys", "--no-prompt"],
  "--allow-read=.",
  "--v8-flags=--max-old-space-size=128",
];

Deno.test("deno serve serves pages, API and live stream with the limits of an edge platform and a database by TCP", async () => {
  await buildPages();
  await using store = await openMysqlStore(mysql());
  const createdMs = Date.now();
  await storeBatch(store.db, store.stream, postEntries(1, 500, { createdMs }));
  const port = freePort();
  const base = `http://127.0.0.1:${port}`;
  const load = async (path: string) => {
    const response = await fetch(base + path);
    const text = await response.text();
    strictEqual(response.status, 200, text);
    return text;
  };
  const args = ["serve", "--frozen", ...PLATFORM, "--host", "127.0.0.1"];
  await using _server = await serverProcess(
    "/usr/bin/env",
    [
      ...[`DATABASE_URL=${store.url}`, "POLL_MS=100", Deno.execPath(), ...args],
      ...["--port", String(port), "_fresh/server.js"],
    ],
    () => retryUntil(() => load("/readyz"), { timeoutMs: 30_000 }),
  );
  match(await load("/t/trump"), /post 500/);
  const { posts } = JSON.parse(await load("/api/series?topic=trump&range=1h"));
  strictEqual(posts.reduce((sum: number, n: number) => sum + n), 500);

  const stop = new AbortController();
  const { body } = await fetch(`${base}/api/stream?topic=trump`, stop);
  const events = readEvents(body!);
  await takeEvents(events, (taken) => taken.length === 1);
  await storeBatch(
    store.db,
    store.stream,
    postEntries(501, 501, { createdMs }),
  );
  const [tick] = await takeEvents(events, (taken) => taken.length === 1);
  const [post] = tick!.data.topics.trump.posts;
  deepStrictEqual(post.text, "post 501");
  stop.abort();
  await events.return(undefined).catch(() => {});
  for (let i = 0; i < 30; i++) await load("/t/trump");
  match(await load("/readyz"), /"ok":true/);
});
