import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  startBlueskyServer,
  type Welcome,
} from "../../../../tests/support/fakes/bluesky_server.ts";
import { retryUntil } from "../../../../tests/support/waiting.ts";
import { reachBluesky } from "./connection.ts";

Deno.test("reachBluesky() finds an instance, and leaves it again", async () => {
  await using server = startBlueskyServer();
  deepStrictEqual(await reachBluesky([server.host]), { host: server.host });
  strictEqual(server.connects.length, 1);
  await retryUntil(async () => strictEqual(await server.clients, 0), {
    timeoutMs: 1_000,
  });
});

Deno.test("reachBluesky() does not wait long for an instance that says nothing", async () => {
  await using mute = startBlueskyServer();
  await using server = startBlueskyServer();
  mute.welcome = "mute";
  const startMs = performance.now();
  const reach = await reachBluesky([mute.host, server.host], {
    headStartMs: 50,
  });
  deepStrictEqual(reach, { host: server.host });
  ok(performance.now() - startMs < 1_000);
});

const REASONS: [Welcome | "stopped", RegExp][] = [
  ["stopped", /^connection refused$/],
  [503, /^answers 503$/],
  ["mute", /^no answer in 0.3 s$/],
];
for (const [welcome, reason] of REASONS) {
  Deno.test(`reachBluesky() says why no instance can be reached: ${welcome}`, async () => {
    await using server = startBlueskyServer();
    await using other = startBlueskyServer();
    for (const one of [server, other]) {
      if (welcome === "stopped") await one.stop();
      else one.welcome = welcome;
    }
    const startMs = performance.now();
    const reach = await reachBluesky([server.host, other.host], {
      timeoutMs: 300,
    });
    ok(reach.host === null);
    match(reach.reason, reason);
    ok(performance.now() - startMs < 1_000);
    if (welcome !== "stopped") return;
    server.start();
    other.start();
  });
}

Deno.test("reachBluesky() knows a machine without a network", async () => {
  const reach = await reachBluesky(["a.invalid", "b.invalid"]);
  deepStrictEqual(reach, { host: null, reason: "no network, or no such host" });
});

Deno.test("reachBluesky() ends when it is told to", async () => {
  await using server = startBlueskyServer();
  server.welcome = "mute";
  const startMs = performance.now();
  const { host } = await reachBluesky([server.host], {
    signal: AbortSignal.timeout(50),
  });
  ok(host === null && performance.now() - startMs < 500);
});
