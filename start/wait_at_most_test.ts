import { ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { waitAtMost } from "../workers/signals.ts";

const NEVER = new Promise<void>(() => {});

async function measure(maxMs: number, ...promises: Promise<unknown>[]) {
  const startMs = performance.now();
  await waitAtMost(maxMs, promises);
  return performance.now() - startMs;
}

Deno.test("waitAtMost() waits for the first promise, and leaves no timer behind", async () => {
  const tookMs = await measure(60_000, NEVER, delay(50));
  ok(tookMs > 40 && tookMs < 5_000, `took ${tookMs} ms`);
});

Deno.test("waitAtMost() takes a failure for an end", async () => {
  ok(await measure(60_000, NEVER, Promise.reject(new Error("broken"))) < 5_000);
});

Deno.test("waitAtMost() waits no longer than it may", async () => {
  const tookMs = await measure(50, NEVER);
  ok(tookMs > 40 && tookMs < 5_000, `took ${tookMs} ms`);
});
