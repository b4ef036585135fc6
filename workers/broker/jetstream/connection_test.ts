import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { startNatsServer } from "../../../tests/support/nats.ts";
import { retryUntil } from "../../../tests/support/waiting.ts";
import { connectNats } from "./connection.ts";

Deno.test("connectNats() waits for a server that is not there yet", async () => {
  await using server = await startNatsServer();
  await server.kill();
  const told: string[] = [];
  const opening = connectNats(server.url, {
    log: (_level, message) => void told.push(message),
  });
  await retryUntil(() =>
    Promise.resolve(deepStrictEqual(told, ["cannot reach NATS yet"]))
  );
  await server.start();
  await using link = await opening;
  ok(link.isUp);
});

// Seen to fail without the look at the signal.
Deno.test("connectNats() stops waiting when it is told to", async () => {
  const stop = new AbortController();
  const opening = connectNats("nats://127.0.0.1:1", { signal: stop.signal });
  await delay(100);
  const why = new Error("enough");
  stop.abort(why);
  await rejects(opening, why);
});

// Seen to fail without `setServers`: the client forgets hosts that were away at first.
Deno.test("connectNats() goes over to a host that was away when it began", async () => {
  await using first = await startNatsServer();
  await using second = await startNatsServer();
  await second.kill();
  const url = `nats://127.0.0.1:${second.port},127.0.0.1:${first.port}`;
  for (let i = 0; i < 10; i++) { // the client takes them in any order
    await using link = await connectNats(url);
    strictEqual(link.connection.getServers().length, 2);
  }
  await using link = await connectNats(url);
  await second.start();
  await first.kill();
  await retryUntil(async () => {
    ok(link.isUp);
    await link.connection.flush();
    deepStrictEqual(link.connection.getServer(), `127.0.0.1:${second.port}`);
  });
});

// Seen to fail with the client's own two minutes between pings; the second also
// with the client's own transport: 20 MB fill the system's buffers.
for (const [what, bytes] of [["an idle", 0], ["a busy", 20_000_000]] as const) {
  Deno.test(`connectNats() notices within 15 s that ${what} link is dead`, async () => {
    await using server = await startNatsServer();
    await using link = await connectNats(server.url);
    server.signal("SIGSTOP");
    try {
      const startMs = performance.now();
      const chunk = new Uint8Array(100_000);
      for (let sent = 0; sent < bytes; sent += chunk.length) {
        link.connection.publish("x", chunk);
      }
      await retryUntil(() => Promise.resolve(ok(!link.isUp)), {
        timeoutMs: 20_000,
      });
      const tookMs = performance.now() - startMs;
      ok(tookMs < 15_000, `it took ${tookMs} ms`);
    } finally {
      server.signal("SIGCONT");
    }
    await retryUntil(() => Promise.resolve(ok(link.isUp)));
  });
}
