import fc from "fast-check";
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { backoffMs, retry, sleep, withTimeout } from "./retry.ts";

const EXACT = { baseMs: 1, maxMs: 4, jitter: 0 };
const fail = (message: string) => Promise.reject(new Error(message));

Deno.test("sleep() ends with its signal, and leaves no timer", async () => {
  const stop = new AbortController();
  const sleeping = sleep(2 ** 40, stop.signal);
  stop.abort();
  await sleeping;
  await sleep(2 ** 40, stop.signal);
  await sleep(1);
});

Deno.test("backoffMs() doubles up to its bound", () => {
  const waits = [1, 2, 3, 4, 60].map((failures) =>
    backoffMs(failures, { baseMs: 100, maxMs: 700, jitter: 0 })
  );
  deepStrictEqual(waits, [100, 200, 400, 700, 700]);
});

for (
  const [jitter, random, ms] of [[0.5, 0, 100], [0.5, 1, 50], [
    1,
    1,
    0,
  ]] as const
) {
  Deno.test(`backoffMs() with jitter ${jitter} at ${random} waits ${ms} ms`, () => {
    const backoff = { baseMs: 100, maxMs: 100, jitter, random: () => random };
    strictEqual(backoffMs(1, backoff), ms);
  });
}

Deno.test("backoffMs() stays within its bounds, and grows, after any number of failures", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.record({
        baseMs: fc.integer({ min: 1, max: 10_000 }),
        maxMs: fc.integer({ min: 1, max: 1_000_000 }),
        jitter: share,
      }),
      share,
      (failures, backoff, chance) => {
        const { baseMs, maxMs, jitter } = backoff;
        const random = () => chance;
        const waitMs = backoffMs(failures, { ...backoff, random });
        ok(waitMs <= maxMs, `${waitMs} ms are too long`);
        const leastMs = Math.min(baseMs, maxMs) * (1 - jitter);
        ok(waitMs >= leastMs, `${waitMs} ms are too short`);
        ok(backoffMs(failures + 1, { ...backoff, random }) >= waitMs);
      },
    ),
    { numRuns: 1_000 },
  );
});

Deno.test("retry() tries again while the failure is transient", async () => {
  const waits: number[] = [];
  const answer = await retry(
    (failures) => failures < 3 ? fail("away") : Promise.resolve(failures),
    {
      ...EXACT,
      isTransient: () => true,
      onRetry: (_, waitMs) => waits.push(waitMs),
    },
  );
  deepStrictEqual([answer, waits], [3, [1, 2, 4]]);
});

Deno.test("retry() throws what waiting does not cure", async () => {
  let calls = 0;
  const work = () => fail(`refused ${++calls}`);
  await rejects(
    retry(work, { ...EXACT, isTransient: () => false }),
    /refused 1/,
  );
});

Deno.test("retry() throws the last error when its tries are used up", async () => {
  let calls = 0;
  const work = () => fail(`away ${++calls}`);
  const options = { ...EXACT, tries: 3, isTransient: () => true };
  await rejects(retry(work, options), /away 3/);
});

Deno.test("retry() stops waiting when its signal aborts", async () => {
  const stop = new AbortController();
  await rejects(
    retry(() => fail("away"), {
      baseMs: 60_000,
      maxMs: 60_000,
      isTransient: () => true,
      onRetry: () => stop.abort(),
      signal: stop.signal,
    }),
    /away/,
  );
});

Deno.test("withTimeout() passes on an answer, a failure, or says what took too long", async () => {
  strictEqual(await withTimeout(Promise.resolve(1), 1_000, "late"), 1);
  await rejects(withTimeout(fail("broken"), 1_000, "late"), /broken/);
  await rejects(withTimeout(new Promise(() => {}), 1, "No answer in 1 ms"), {
    name: "TimeoutError",
    message: "No answer in 1 ms",
  });
});
