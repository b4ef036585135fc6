import { ok } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { createPace, type PaceOptions } from "./pace.ts";

const YEAR_MS = 31_536_000_000;
const never = new AbortController().signal;

/** How long it takes until posts with these times have come. */
async function paceAll(
  options: PaceOptions,
  times: readonly (number | null)[],
): Promise<number> {
  const startMs = performance.now();
  const pace = createPace(options);
  for (const time of times) await pace(time, never);
  return performance.now() - startMs;
}

/** Asserts that something took its time, and not much more. */
function assertTook(
  tookMs: number,
  expectedMs: number,
  slackMs = 2_000,
): void {
  ok(
    tookMs > expectedMs - 10 && tookMs < expectedMs + slackMs,
    `took ${tookMs} ms instead of ${expectedMs}`,
  );
}

function countLooksAtClock(): { count: number } & Disposable {
  const { now } = performance;
  const looks = {
    count: 0,
    [Symbol.dispose]: () => void (performance.now = now),
  };
  performance.now = () => {
    looks.count++;
    return now.call(performance);
  };
  return looks;
}

Deno.test("createPace() does not wait without a rate or a speed", async () => {
  assertTook(await paceAll({}, [0, YEAR_MS, 2 * YEAR_MS]), 0);
});

Deno.test("createPace() gives so many posts a second at a rate", async () => {
  const times = Array.from({ length: 21 }, () => 0);
  assertTook(await paceAll({ rate: 100 }, times), 200);
});

Deno.test("createPace() keeps the rate on the whole if one post is late", async () => {
  const startMs = performance.now();
  const pace = createPace({ rate: 10 });
  await pace(0, never);
  await delay(500);
  for (let i = 0; i < 6; i++) await pace(0, never);
  assertTook(performance.now() - startMs, 600, 400);
});

Deno.test("createPace() divides the time between posts by the speed", async () => {
  assertTook(await paceAll({ speed: 60 }, [5_000, 11_000, 17_000]), 200);
});

Deno.test("createPace() does not wait for a post that is older than the first", async () => {
  assertTook(await paceAll({ speed: 1 }, [YEAR_MS, 0, YEAR_MS]), 0);
});

Deno.test("createPace() does not wait for a post without a time", async () => {
  const times = [null, 90_000, null, 90_100, null];
  assertTook(await paceAll({ speed: 1 }, times), 100);
});

Deno.test("createPace() waits through a quiet year, and ends with its signal", async () => {
  const stop = new AbortController();
  const pace = createPace({ speed: 1 });
  await pace(0, stop.signal);
  let isDone = false;
  using looks = countLooksAtClock();
  const waiting = pace(YEAR_MS, stop.signal).then(() => isDone = true);
  await delay(50);
  ok(!isDone, "a timer of more than 2^31 ms goes off at once");
  ok(looks.count < 10, `looked at the clock ${looks.count} times`);
  stop.abort();
  await waiting;
});

Deno.test("createPace() does not begin to wait once its signal has aborted", async () => {
  const startMs = performance.now();
  const pace = createPace({ rate: 0.001 });
  await pace(0, AbortSignal.abort());
  await pace(0, AbortSignal.abort());
  assertTook(performance.now() - startMs, 0);
});
