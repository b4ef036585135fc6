import { ok, strictEqual } from "node:assert/strict";
import { letOthersRun } from "./turns.ts";

/** Keeps the thread busy, a millisecond at a time. */
async function work(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const endMs = performance.now() + 1;
    while (performance.now() < endMs);
    await letOthersRun();
  }
}

// Seen to fail with one immediate a turn: 1.8 s.
Deno.test("letOthersRun() lets a server answer while several work", async () => {
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response("yes"),
  );
  const stop = new AbortController();
  const working = [work(stop.signal), work(stop.signal), work(stop.signal)];
  const startMs = performance.now();
  const response = await fetch(`http://127.0.0.1:${server.addr.port}/`);
  strictEqual(await response.text(), "yes");
  const tookMs = performance.now() - startMs;
  stop.abort();
  await Promise.all(working);
  ok(tookMs < 1_000, `${tookMs} ms`);
});
