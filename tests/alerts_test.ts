import { match, ok, strictEqual } from "node:assert/strict";
import { openDatabase } from "../db/open.ts";
import { storeBatch } from "../db/write/store_batch.ts";
import { findStream } from "../db/write/streams.ts";
import { seedTopics } from "../db/write/topics.ts";
import { buildPages } from "./support/pages.ts";
import { startProcess } from "./support/processes.ts";
import { scoredEntry } from "./support/store.ts";
import { temporaryFolder } from "./support/temporary.ts";
import { retryUntil } from "./support/waiting.ts";

const MINUTE = 60_000;

/** An hour of four posts a minute, and many in the minute before the last. */
async function fillDatabase(url: string): Promise<void> {
  await using db = await openDatabase(url);
  await seedTopics(db, [{ slug: "cat", query: "cat" }]);
  const { stream } = await findStream(db, "test", "");
  const end = Math.floor(Date.now() / MINUTE) * MINUTE;
  const usual = Array.from({ length: 240 }, (_, i) => ({
    createdMs: end - (60 - Math.floor(i / 4)) * MINUTE + i % 4,
    text: `a cat ${i}`,
  }));
  const burst = Array.from({ length: 60 }, (_, i) => ({
    createdMs: end - 2 * MINUTE + i,
    text: `RT @ann: a terrible cat #storm https://storm.example/${i}`,
  }));
  const entries = [...usual, ...burst]
    .map((post, i) => scoredEntry(i + 1, { ...post, receivedMs: end }));
  await storeBatch(db, stream, entries);
}

Deno.test("an alert is received once, across kill -9 and restarts, and is in the topic's feed", async () => {
  await buildPages();
  await using folder = await temporaryFolder();
  const url = `sqlite:${folder.path}/freshet.db`;
  await fillDatabase(url);
  await Deno.writeTextFile(`${folder.path}/none.ndjson`, "");
  const bodies: { status: number; body: string }[] = [];
  let status = 503;
  await using receiver = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      bodies.push({ status, body: await request.text() });
      return new Response(null, { status });
    },
  );
  const env = {
    DATABASE_URL: url,
    SOURCE_URL: `file:${folder.path}/none.ndjson`,
    ALERT_URL: `http://127.0.0.1:${receiver.addr.port}/hook-secret`,
    ALERT_SECRET: "key-secret",
  };
  const taken = () => bodies.filter((one) => one.status === 200);
  let logs = "";
  {
    await using first = await startProcess(env);
    await first.waitForLog("an alert was not taken yet");
    await first.kill();
    logs += first.all();
  }
  status = 200;
  {
    await using second = await startProcess(env);
    await retryUntil(async () => strictEqual(await taken().length, 1));
    const answer = await fetch(new URL("/t/cat/feed.atom", second.url));
    const feed = await answer.text();
    strictEqual(
      answer.headers.get("content-type"),
      "application/atom+xml; charset=utf-8",
    );
    match(
      feed,
      /<title>cat: 64 posts, 16\.0 × the usual, more negative than usual<\/title>/,
    );
    await second.kill();
    logs += second.all();
  }
  {
    await using third = await startProcess(env);
    await retryUntil(async () => {
      const answer = await fetch(new URL("/t/cat/feed.atom", third.url));
      strictEqual((await answer.text()).match(/<entry>/g)?.length, 1);
    });
    await third.stop();
    logs += third.all();
  }
  strictEqual(taken().length, 1);
  const { kind, topic, text, jump } = JSON.parse(taken()[0]!.body);
  strictEqual(`${kind} ${topic}`, "jump cat");
  match(text, /#storm/);
  strictEqual(jump.reasons.repeated.count, 60);
  ok(!logs.includes("secret"), logs);
});
