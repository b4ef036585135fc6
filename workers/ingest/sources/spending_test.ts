import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { retryUntil } from "../../../tests/support/waiting.ts";
import {
  type MemorySpendStore,
  memorySpendStore,
} from "../../../tests/support/x_source.ts";
import { SpendMeter, type SpendMeterOptions } from "./spending.ts";

const DAY_MS = 86_400_000;
const NOON = 20_000 * DAY_MS + DAY_MS / 2;

/** A meter with its log; it knows what the store knows. */
async function meterOf(
  store: MemorySpendStore,
  limit: number,
  options: Partial<SpendMeterOptions> = {},
): Promise<{ meter: SpendMeter; lines: string[] }> {
  const lines: string[] = [];
  const meter = new SpendMeter({
    limit,
    store,
    log: (level, message) => void lines.push(`${level} ${message}`),
    now: () => NOON,
    ...options,
  });
  await meter.refresh();
  return { meter, lines };
}

function ids(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => `id${from + i}`);
}

Deno.test("SpendMeter counts the same post once a day, and after a restart too", async () => {
  const store = memorySpendStore();
  const { meter } = await meterOf(store, 100);
  await meter.count([...ids(3), ...ids(3)]);
  await meter.count(ids(5));
  strictEqual(meter.posts, 5);
  const { meter: next } = await meterOf(store, 100);
  strictEqual(next.posts, 5);
  await next.count(ids(6));
  strictEqual(next.posts, 6);
});

Deno.test("SpendMeter counts at once, before it is written down", async () => {
  const { meter } = await meterOf(memorySpendStore(), 3);
  const writing = meter.count(ids(3));
  ok(meter.isSpent);
  await writing;
  ok(meter.isSpent);
});

Deno.test("SpendMeter is never spent without a limit", async () => {
  const { meter, lines } = await meterOf(memorySpendStore(), 0);
  await meter.count(ids(5_000));
  ok(!meter.isSpent);
  deepStrictEqual(lines, []);
});

Deno.test("SpendMeter warns once at four fifths, and once at the end", async () => {
  const store = memorySpendStore();
  const { meter, lines } = await meterOf(store, 10);
  await meter.count(ids(7));
  deepStrictEqual(lines, []);
  for (let i = 7; i < 12; i++) await meter.count([`id${i}`]);
  strictEqual(lines.length, 2);
  match(lines[0]!, /^warn 80 %/);
  match(lines[1]!, /^warn the limit/);
  const { lines: later } = await meterOf(store, 10);
  strictEqual(later.length, 1);
});

Deno.test("SpendMeter begins anew with the day in UTC", async () => {
  const store = memorySpendStore();
  let nowMs = NOON;
  const { meter } = await meterOf(store, 2, { now: () => nowMs });
  await meter.count(ids(2));
  ok(meter.isSpent);
  strictEqual(meter.nextDayMs, 20_001 * DAY_MS);
  nowMs = meter.nextDayMs;
  ok(!meter.isSpent);
  strictEqual(meter.posts, 0);
  await meter.count(ids(1));
  strictEqual(meter.posts, 1);
  deepStrictEqual([store.idsOf(20_000).size, store.idsOf(20_001).size], [2, 1]);
});

Deno.test("SpendMeter keeps what cannot be written, and writes it later on its own day", async () => {
  const store = memorySpendStore();
  let nowMs = NOON;
  const { meter, lines } = await meterOf(store, 4, {
    now: () => nowMs,
    retryMs: 20,
  });
  store.error = new Error("the database is away");
  await meter.count(ids(2));
  await meter.count(ids(4));
  strictEqual(meter.posts, 4);
  ok(meter.isSpent);
  strictEqual(lines.filter((line) => line.includes("cannot store")).length, 1);
  nowMs += DAY_MS;
  strictEqual(meter.posts, 0);
  store.error = null;
  await retryUntil(async () => {
    strictEqual(store.idsOf(20_000).size, 4);
    await Promise.resolve();
  });
  strictEqual(meter.posts, 0);
  await meter.settle(100);
});

Deno.test("SpendMeter does not hold posts back for a store that does not answer", async () => {
  const store = memorySpendStore();
  const { promise, resolve } = Promise.withResolvers<number>();
  const { meter } = await meterOf(store, 10, { patienceMs: 50 });
  store.count = () => promise;
  const startMs = performance.now();
  await meter.count(ids(3));
  ok(performance.now() - startMs < 1_000);
  strictEqual(meter.posts, 3);
  await meter.settle(10);
  resolve(3);
});

Deno.test("SpendMeter settles what waits, and then leaves no timer", async () => {
  const store = memorySpendStore();
  const { meter } = await meterOf(store, 10, { retryMs: 60_000 });
  store.error = new Error("away");
  await meter.count(ids(3));
  store.error = null;
  await meter.settle(1_000);
  strictEqual(store.idsOf(20_000).size, 3);
  store.error = new Error("away again");
  await meter.count(ids(4));
  await meter.settle(1_000);
  strictEqual(store.idsOf(20_000).size, 3);
});

Deno.test("SpendMeter knows no more than it can read", async () => {
  const store = memorySpendStore();
  store.error = new Error("away");
  const meter = new SpendMeter({ limit: 1, store, log() {} });
  let message = "";
  await meter.refresh().catch((error) => message = error.message);
  strictEqual(message, "away");
});

Deno.test("SpendMeter writes many posts in few statements", async () => {
  const store = memorySpendStore();
  const { meter } = await meterOf(store, 0);
  const writing = Array.from(
    { length: 1_000 },
    (_, i) => meter.count([`${i}`]),
  );
  await Promise.all(writing);
  ok(store.writes <= 4, `${store.writes} writes`);
  strictEqual(meter.posts, 1_000);
  await delay(0);
});
