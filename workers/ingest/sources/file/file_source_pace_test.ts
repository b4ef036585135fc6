import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  inShort,
  readAll,
  readSome,
  writeLines,
} from "../../../../tests/support/read_sources.ts";
import { postLine, postLines } from "../../../../tests/support/post_files.ts";
import { fileSource } from "./file.ts";

Deno.test("fileSource() gives so many posts a second", async () => {
  await using file = await writeLines(postLines(21));
  const startMs = performance.now();
  await readAll(file.path, { rate: 100 });
  const tookMs = performance.now() - startMs;
  ok(tookMs > 190 && tookMs < 2_500, `took ${tookMs} ms`);
});

Deno.test("fileSource() gives edits at the pace of posts", async () => {
  const lines = Array.from({ length: 21 }, (_, i) =>
    JSON.stringify({
      did: "did:plc:ann",
      time_us: 1.7e15,
      kind: "commit",
      commit: {
        ...{ operation: "update", collection: "app.bsky.feed.post" },
        rkey: `3${i}`,
        record: { text: "hi", createdAt: "2024-01-01T00:00:00Z" },
      },
    }));
  await using file = await writeLines(lines);
  const startMs = performance.now();
  const events = await readAll(file.path, { rate: 100 });
  const tookMs = performance.now() - startMs;
  deepStrictEqual(new Set(events.map(({ kind }) => kind)), new Set(["edit"]));
  ok(tookMs > 190 && tookMs < 2_500, `took ${tookMs} ms`);
});

Deno.test("fileSource() keeps the speed in every pass", async () => {
  await using file = await writeLines([postLine(0), postLine(1, 1_000)]);
  const startMs = performance.now();
  const options = { speed: 10, loop: true };
  const events = await readSome(6, file.path, options);
  const tookMs = performance.now() - startMs;
  strictEqual(events.length, 6);
  ok(tookMs > 280 && tookMs < 2_500, `took ${tookMs} ms`);
});

Deno.test("fileSource() does not wait for what no clock can reach", async () => {
  await using file = await writeLines([
    postLine(0),
    `{"id":"no time","text":"x"}`,
    `{"id":"to come","text":"x","created_at":"9999-01-01T00:00:00Z"}`,
    postLine(1, 100),
  ]);
  const startMs = performance.now();
  const events = await readAll(file.path, { speed: 1 });
  const tookMs = performance.now() - startMs;
  deepStrictEqual(events.map(inShort), ["0", "no time", "to come", "1"]);
  ok(tookMs > 90 && tookMs < 2_500, `took ${tookMs} ms`);
});

Deno.test("fileSource() ends at once when it is aborted in a long wait", async () => {
  await using file = await writeLines([postLine(0), postLine(1, 3e11)]);
  const stop = new AbortController();
  const source = fileSource(file.path, { speed: 1 });
  const reading = Array.fromAsync(source.read(null, stop.signal));
  await delay(50);
  const abortedMs = performance.now();
  stop.abort();
  deepStrictEqual((await reading).map(inShort), ["0"]);
  ok(performance.now() - abortedMs < 1_000);
});
