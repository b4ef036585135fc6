import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { startXServer } from "../../../../tests/support/fakes/x_server.ts";
import {
  type MemorySpendStore,
  memorySpendStore,
  readX,
} from "../../../../tests/support/x_source.ts";
import { SpendMeter } from "../spending.ts";

const TAG = "freshet:cats";
const DAY_MS = 86_400_000;
const EVENING = 20_001 * DAY_MS - 600;

function meterOf(
  store: MemorySpendStore,
  limit: number,
  now: () => number = Date.now,
): SpendMeter {
  return new SpendMeter({ limit, store, log() {}, now });
}

Deno.test("xSource() ends the connection when the day's posts are spent, and keeps it so over a restart", async () => {
  await using server = await startXServer();
  const store = memorySpendStore();
  {
    await using x = readX(server.host, { meter: meterOf(store, 3) });
    await x.until("live", () => x.only("live").length === 1);
    for (const id of ["1", "2", "2"]) server.post({ id, text: "cat" }, [TAG]);
    await x.until("two", () => x.meter.posts === 2 && x.ids().length === 3);
    ok(server.isConnected);
    server.post({ id: "3", text: "cat" }, [TAG]);
    await x.until("it is told", () => x.only("down").length === 1);
    await x.until("the end", () => !server.isConnected);
    const { why, retryMs } = x.only("down")[0]!;
    match(why, /limit of 3 posts a day/);
    ok(retryMs! > 0 && retryMs! <= DAY_MS);
    deepStrictEqual(x.ids(), ["1", "2", "2", "3"]);
  }
  await using again = readX(server.host, { meter: meterOf(store, 3) });
  await again.until("it is told", () => again.only("down").length === 1);
  await delay(200);
  strictEqual(server.requests.stream.length, 1);
  // Rules cost nothing: they follow.
  again.topics.set({ dogs: "dog" });
  await again.until("the rules", () => server.rules[0]?.tag === "freshet:dogs");
});

Deno.test("xSource() goes on by itself when the next day begins in UTC", async () => {
  await using server = await startXServer();
  const store = memorySpendStore();
  const startMs = performance.now();
  const now = () => EVENING + (performance.now() - startMs);
  const meter = meterOf(store, 2, now);
  await using x = readX(server.host, { meter, now });
  await x.until("live", () => x.only("live").length === 1);
  for (const id of ["1", "2"]) server.post({ id, text: "cat" }, [TAG]);
  await x.until("the end", () => x.only("down").length === 1);
  const { retryMs } = x.only("down")[0]!;
  ok(retryMs! > 0 && retryMs! <= 600, `${retryMs}`);
  await x.until("live again", () => x.only("live").length === 2);
  ok(now() >= 20_001 * DAY_MS);
  server.post({ id: "1", text: "cat" }, [TAG]);
  await x.until("one more", () => x.ids().length === 3);
  strictEqual(meter.posts, 1);
});

Deno.test("xSource() counts each post before it hands it on", async () => {
  await using server = await startXServer();
  const store = memorySpendStore();
  let { promise: free, resolve } = Promise.withResolvers<void>();
  const { count } = store;
  store.count = async (...counted) => {
    await free;
    return await count(...counted);
  };
  await using x = readX(server.host, { meter: meterOf(store, 0) });
  await x.until("live", () => x.only("live").length === 1);
  x.hold();
  resolve();
  server.post({ id: "1", text: "cat" }, [TAG]);
  await x.until("the first", () => x.ids().length === 1);
  ({ promise: free, resolve } = Promise.withResolvers<void>());
  server.post({ id: "2", text: "cat" }, [TAG]);
  await x.until("the second is counted", () => x.meter.posts === 2);
  x.release();
  await delay(50);
  deepStrictEqual(x.ids(), ["1"]);
  resolve();
  await x.until("it comes", () => x.ids().length === 2);
});

Deno.test("xSource() connects to X only when it knows what was spent", async () => {
  await using server = await startXServer();
  const store = memorySpendStore();
  store.error = new Error("the database is away");
  await using x = readX(server.host, { meter: meterOf(store, 3) });
  await x.until("it is told", () => x.only("down").length === 2);
  match(
    x.only("down")[0]!.why,
    /how many posts were counted today: the database is away/,
  );
  strictEqual(server.requests.rules.length + server.requests.stream.length, 0);
  store.error = null;
  await x.until("live", () => x.only("live").length === 1);
});

Deno.test("xSource() does not take what came twice for the end of the day's posts", async () => {
  await using server = await startXServer();
  const store = memorySpendStore();
  const { count } = store;
  store.count = async (...counted) => {
    await delay(30);
    return await count(...counted);
  };
  const meter = meterOf(store, 4);
  await using x = readX(server.host, { meter, timeouts: { spentMs: 60_000 } });
  await x.until("live", () => x.only("live").length === 1);
  for (const id of ["1", "2", "3"]) server.post({ id, text: "cat" }, [TAG]);
  await x.until(
    "three",
    () => store.idsOf(Math.floor(Date.now() / DAY_MS)).size === 3,
  );
  server.post({ id: "3", text: "cat" }, [TAG]);
  await x.until(
    "live again",
    () => x.only("live").length === 2 || x.ids().length === 4,
  );
  await delay(100);
  ok(server.isConnected);
  strictEqual(meter.posts, 3);
});

Deno.test("xSource() ends within a second even if it cannot be written down what was read", async () => {
  await using server = await startXServer();
  const store = memorySpendStore();
  const { promise, resolve } = Promise.withResolvers<number>();
  store.count = () => promise;
  const x = readX(server.host, { meter: meterOf(store, 0) });
  await x.until("live", () => x.only("live").length === 1);
  server.post({ id: "1", text: "cat" }, [TAG]);
  await x.until("it is counted", () => x.meter.posts === 1);
  ok(await x.stop() < 1_000);
  resolve(1);
  await delay(0);
});

Deno.test("xSource() writes down what it counted when it is ended", async () => {
  await using server = await startXServer();
  const store = memorySpendStore();
  const x = readX(server.host, { meter: meterOf(store, 0) });
  await x.until("live", () => x.only("live").length === 1);
  store.error = new Error("away");
  server.post({ id: "1", text: "cat" }, [TAG]);
  await x.until("it comes", () => x.ids().length === 1);
  store.error = null;
  await x.stop();
  strictEqual(store.writes, 1);
});
