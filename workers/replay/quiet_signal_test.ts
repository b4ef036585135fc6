import { strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { createQuietSignal } from "./quiet_signal.ts";

Deno.test("a quiet signal aborts when nothing is heard", async () => {
  using quiet = createQuietSignal(5);
  await delay(30);
  strictEqual(quiet.signal.aborted, true);
});

Deno.test("a quiet signal that heard something aborts no more", async () => {
  using quiet = createQuietSignal(20);
  quiet.hear();
  await delay(40);
  strictEqual(quiet.signal.aborted, false);
});
