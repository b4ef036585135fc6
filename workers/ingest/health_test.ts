import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import {
  type MemoryRecords,
  memoryRecords,
} from "../../tests/support/pipeline.ts";
import { retryUntil } from "../../tests/support/waiting.ts";
import { createGapRecorder, createSourceHealth } from "./health.ts";

function gap(more: object) {
  return { source: "x:", toMs: null, recovered: false, ...more };
}

Deno.test("createGapRecorder() makes one gap of an interruption, however often it is told", async () => {
  const records = memoryRecords();
  const recorder = createGapRecorder("x:", records);
  recorder.open(10, "no network");
  await recorder.write();
  recorder.open(20, "refused");
  recorder.open(30, "still refused");
  await recorder.write();
  deepStrictEqual(records.gaps, [gap({ fromMs: 10, why: "still refused" })]);
  recorder.close(40, true);
  await recorder.write();
  deepStrictEqual(records.gaps, [
    gap({ fromMs: 10, why: "still refused", toMs: 40, recovered: true }),
  ]);
});

// Seen to fail with the time kept that was reported first.
Deno.test("createGapRecorder() lets an open gap begin earlier, and never later", async () => {
  for (const isWritten of [true, false]) {
    const records = memoryRecords();
    const recorder = createGapRecorder("x:", records);
    for (const [atMs, why] of [[30, "a"], [50, "b"], [10, "c"]] as const) {
      recorder.open(atMs, why);
      if (isWritten) await recorder.write();
    }
    await recorder.write();
    deepStrictEqual(records.gaps, [gap({ fromMs: 10, why: "c" })]);
  }
});

Deno.test("createGapRecorder() writes nothing where nothing was interrupted", async () => {
  const records = memoryRecords();
  const recorder = createGapRecorder("x:", records);
  recorder.close(10, false);
  await recorder.write();
  deepStrictEqual(records.gaps, []);
});

Deno.test("createGapRecorder() goes on with what a process before left open", async () => {
  const records = memoryRecords();
  await records.openGap({ source: "other:", fromMs: 1, why: "another" });
  await records.openGap({ source: "x:", fromMs: 5, why: "no network" });
  const recorder = createGapRecorder("x:", records);
  recorder.unreadSinceMs = 7;
  recorder.close(10, false);
  await recorder.write();
  deepStrictEqual(records.gaps, [
    gap({ source: "other:", fromMs: 1, why: "another" }),
    gap({ fromMs: 5, why: "no network", toMs: 10 }),
  ]);
});

Deno.test("createGapRecorder() knows the time in which no process was there", async () => {
  const records = memoryRecords();
  const recorder = createGapRecorder("x:", records);
  recorder.unreadSinceMs = 5;
  recorder.close(10, true);
  recorder.open(20, "no network");
  await recorder.write();
  const unread = createGapRecorder("x:", records);
  await unread.write();
  deepStrictEqual(records.gaps, [
    gap({ fromMs: 5, why: "not running", toMs: 10, recovered: true }),
    gap({ fromMs: 20, why: "no network" }),
  ]);
});

Deno.test("createGapRecorder() counts the time in which no process was there to what follows", async () => {
  const records = memoryRecords();
  const recorder = createGapRecorder("x:", records);
  recorder.unreadSinceMs = 5;
  recorder.open(10, "no network");
  await recorder.write();
  deepStrictEqual(records.gaps, [
    gap({ fromMs: 5, why: "not running; then no network" }),
  ]);
});

Deno.test("createGapRecorder() loses nothing while the database is away, and keeps little", async () => {
  const records = memoryRecords();
  const recorder = createGapRecorder("x:", records);
  records.fails = 3;
  recorder.open(10, "a");
  await rejects(recorder.write());
  for (let i = 0; i < 1_000; i++) recorder.open(20 + i, `b${i}`);
  await rejects(recorder.write());
  recorder.close(2_000, false);
  await rejects(recorder.write());
  await recorder.write();
  deepStrictEqual(records.gaps, [
    gap({ fromMs: 10, why: "b999", toMs: 2_000 }),
  ]);
});

const SOURCE = { key: "x:", name: "x" };

function stateOf(records: MemoryRecords): (string | undefined)[] {
  const record = records.states.get("x:");
  return [record?.state, record?.detail];
}

Deno.test("createSourceHealth() writes down what a source says of itself", async () => {
  const records = memoryRecords();
  {
    await using health = createSourceHealth(SOURCE, records, { now: () => 50 });
    health.report({
      kind: "live",
      atMs: 1,
      detail: "connected",
      recovered: false,
    });
    await retryUntil(() =>
      Promise.resolve(deepStrictEqual(stateOf(records), ["live", "connected"]))
    );
    health.report({ kind: "down", atMs: 2, why: "cut off", retryMs: 3_500 });
    health.report({ kind: "notice", detail: "a rule is too long" });
  }
  deepStrictEqual(records.states.get("x:"), {
    source: "x:",
    name: "x",
    state: "down",
    detail: "cut off; retrying in 4 s",
    notice: "a rule is too long",
    changedMs: 50,
    seenMs: 50,
    events: 0,
    rate: 0,
  });
  deepStrictEqual(records.gaps.map(({ fromMs, why }) => [fromMs, why]), [
    [2, "cut off"],
  ]);
});

Deno.test("createSourceHealth() makes no gap of a wait for something to change", async () => {
  const records = memoryRecords();
  {
    await using health = createSourceHealth(SOURCE, records);
    health.report({ kind: "down", atMs: 2, why: "no topic", retryMs: null });
  }
  deepStrictEqual(stateOf(records), ["waiting", "no topic"]);
  deepStrictEqual(records.gaps, []);
});

Deno.test("createSourceHealth() counts, beats and says how many came a second", async () => {
  const records = memoryRecords();
  let beats = 0;
  await using health = createSourceHealth(SOURCE, records, {
    heartbeatMs: 50,
    onHeartbeat: () => Promise.resolve(void beats++),
  });
  for (let i = 0; i < 20; i++) health.count("post");
  await retryUntil(() => Promise.resolve(ok(beats > 3)));
  const { state, events, rate } = records.states.get("x:")!;
  deepStrictEqual([state, events], ["reading", 20]);
  ok(rate >= 0);
});

Deno.test("createSourceHealth() knows since when a source was not read", async () => {
  const records = memoryRecords();
  {
    await using first = createSourceHealth(SOURCE, records, { now: () => 10 });
    first.report({ kind: "live", atMs: 1, detail: "", recovered: false });
  }
  await using next = createSourceHealth(SOURCE, records, { now: () => 90 });
  next.report({ kind: "live", atMs: 80, detail: "", recovered: true });
  await retryUntil(() => Promise.resolve(strictEqual(records.gaps.length, 1)));
  await retryUntil(() =>
    Promise.resolve(strictEqual(records.gaps[0]!.toMs, 80))
  );
  deepStrictEqual(records.gaps, [{
    source: "x:",
    fromMs: 10,
    toMs: 80,
    why: "not running",
    recovered: true,
  }]);
});

// Seen to fail if a source that only starts overwrites what was known of it.
Deno.test("createSourceHealth() still knows it after a start that came to nothing", async () => {
  const records = memoryRecords();
  {
    await using first = createSourceHealth(SOURCE, records, { now: () => 10 });
    first.report({ kind: "live", atMs: 1, detail: "", recovered: false });
  }
  {
    await using _idle = createSourceHealth(SOURCE, records, { now: () => 50 });
  }
  {
    await using next = createSourceHealth(SOURCE, records, { now: () => 90 });
    next.report({ kind: "live", atMs: 80, detail: "", recovered: false });
  }
  deepStrictEqual(records.gaps.map(({ fromMs, toMs }) => [fromMs, toMs]), [
    [10, 80],
  ]);
});

Deno.test("createSourceHealth() makes a failure an interruption only of what can be missed", async () => {
  const records = memoryRecords();
  {
    await using health = createSourceHealth(SOURCE, records);
    health.count("post");
    health.fail("the file is broken");
  }
  deepStrictEqual(stateOf(records), ["down", "the file is broken"]);
  strictEqual(records.gaps.length, 0);
  {
    await using health = createSourceHealth(SOURCE, records);
    health.report({ kind: "live", atMs: 1, detail: "", recovered: false });
    health.fail("a bug");
  }
  deepStrictEqual(records.gaps.at(-1)!.why, "a bug");
});

Deno.test("createSourceHealth() writes again what the database did not take", async () => {
  const records = memoryRecords();
  const errors: unknown[] = [];
  await using health = createSourceHealth(SOURCE, records, {
    heartbeatMs: 10,
    onError: (error) => errors.push(error),
  });
  records.fails = 4;
  health.report({ kind: "down", atMs: 2, why: "cut off", retryMs: 0 });
  await retryUntil(() => Promise.resolve(strictEqual(records.gaps.length, 1)));
  strictEqual(errors.length, 4);
});

Deno.test("createSourceHealth() takes no deletion for a post a second", async () => {
  const records = memoryRecords();
  const rates = new Set<number>();
  let beats = 0;
  await using health = createSourceHealth(SOURCE, records, {
    heartbeatMs: 20,
    onHeartbeat() {
      rates.add(records.states.get("x:")?.rate ?? 0);
      beats++;
      return Promise.resolve();
    },
  });
  await retryUntil(() => {
    health.count("delete");
    return Promise.resolve(ok(beats > 5));
  });
  deepStrictEqual([...rates], [0]);
  ok(records.states.get("x:")!.events > 2);
});
