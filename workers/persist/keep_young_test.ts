import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { keepYoung } from "./keep_young.ts";

const DAY_MS = 86_400_000;

Deno.test("keepYoung() deletes at once what is older than so many days", async () => {
  const stop = new AbortController();
  const asked: number[] = [];
  await keepYoung((beforeMs) => {
    asked.push(Date.now() - beforeMs);
    stop.abort();
    return Promise.resolve();
  }, { retentionDays: 30, signal: stop.signal });
  strictEqual(asked.length, 1);
  ok(Math.abs(asked[0]! - 30 * DAY_MS) < 1_000);
});

Deno.test("keepYoung() does so again and again, after a failure too", async () => {
  const stop = new AbortController();
  const errors: unknown[] = [];
  let calls = 0;
  await keepYoung(() => {
    if (++calls === 3) stop.abort();
    return calls === 2 ? Promise.reject("away") : Promise.resolve();
  }, {
    retentionDays: 1,
    signal: stop.signal,
    everyMs: 5,
    onError: (error) => errors.push(error),
  });
  deepStrictEqual([calls, errors], [3, ["away"]]);
});

Deno.test("keepYoung() waits before the next deletion, and ends at once when it is aborted", async () => {
  const stop = new AbortController();
  let calls = 0;
  const keeping = keepYoung(() => Promise.resolve(calls++), {
    retentionDays: 1,
    signal: stop.signal,
  });
  await delay(50);
  strictEqual(calls, 1);
  stop.abort();
  await keeping;
  strictEqual(calls, 1);
});

for (
  const [why, retentionDays, isAborted] of [
    ["posts are kept for ever", 0, false],
    ["it is aborted before it begins", 30, true],
  ] as const
) {
  Deno.test(`keepYoung() deletes nothing if ${why}`, async () => {
    const { signal } = new AbortController();
    let calls = 0;
    await keepYoung(() => Promise.resolve(calls++), {
      retentionDays,
      signal: isAborted ? AbortSignal.abort() : signal,
    });
    strictEqual(calls, 0);
  });
}
