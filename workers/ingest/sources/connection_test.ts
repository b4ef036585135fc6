import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ConnectionError, keepConnected, reconnectMs } from "./connection.ts";
import type { SourceEvent } from "./source.ts";

const WAITS = { retryMs: 1_000, maxRetryMs: 30_000 };

function waitMs(
  failures: number,
  random?: () => number,
  retry: "soon" | "late" | number = "soon",
): number {
  return reconnectMs(failures, WAITS, { retry }, random && { random });
}

Deno.test("reconnectMs() doubles its bound up to a maximum after a try at once", () => {
  const bounds = Array.from(
    { length: 8 },
    (_, i) => waitMs(i + 1, () => 0) / 1_000,
  );
  deepStrictEqual(bounds, [0, 1, 2, 4, 8, 16, 30, 30]);
  strictEqual(waitMs(5_000, () => 0), 30_000);
});

Deno.test("reconnectMs() waits any time up to its bound", () => {
  strictEqual(waitMs(4, () => 1), 0);
  strictEqual(waitMs(4, () => 0.75), 1_000);
  const waits = Array.from({ length: 500 }, () => waitMs(4));
  ok(Math.min(...waits) < 400 && Math.max(...waits) > 3_600);
});

Deno.test("reconnectMs() waits as long as the server asks, if that is longer", () => {
  const random = () => 0;
  strictEqual(waitMs(1, random, "late"), 30_000);
  strictEqual(waitMs(1, random, 3_000), 3_000);
  strictEqual(waitMs(2, random, 3_000), 3_000);
  strictEqual(waitMs(20, random, 70_000), 70_000);
});

const TIMEOUTS = {
  ...WAITS,
  silenceMs: 1_000,
  answerMs: 1_000,
  steadyMs: 10_000,
};

/** A connection that is live since a time, and then breaks, or never was. */
async function* readUntilBroken(
  liveMs: number | null,
): AsyncGenerator<SourceEvent, void> {
  await Promise.resolve();
  const live = { kind: "live", detail: "here", recovered: true } as const;
  if (liveMs !== null) yield { ...live, atMs: liveMs };
  throw new ConnectionError("It broke", { retry: 1, silentMs: 60_000 });
}

Deno.test("keepConnected() is down since the last sign of life, and never live before that", async () => {
  const startMs = Date.now();
  const stop = new AbortController();
  const liveTimes = [0, null, 7];
  const events: SourceEvent[] = [];
  const source = keepConnected(
    () => readUntilBroken(liveTimes.shift() ?? null),
    TIMEOUTS,
    stop.signal,
  );
  for await (const event of source) {
    if (events.push(event) === 4) stop.abort();
  }
  deepStrictEqual(events.map(({ kind }) => kind), [
    "live",
    "down",
    "down",
    "live",
  ]);
  const [, first, second, live] = events.map((e) => "atMs" in e ? e.atMs : NaN);
  ok(Math.abs(startMs - 60_000 - first!) < 1_000);
  deepStrictEqual([second, live], [first, first]);
});

Deno.test("keepConnected() throws what is no failure of a connection", async () => {
  const error = new RangeError("A bug");
  const source = keepConnected(
    // deno-lint-ignore require-yield
    async function* () {
      await Promise.resolve();
      throw error;
    },
    TIMEOUTS,
    new AbortController().signal,
  );
  await rejects(Array.fromAsync(source), error);
});
