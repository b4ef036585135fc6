import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { createLeaseHolder, EXPIRED, type LeaseStore } from "./lease.ts";

const TTL_MS = 300;
const never = new AbortController().signal;

/** Leases in memory, by this process's clock. */
function memoryLeases() {
  const held = new Map<string, { owner: string; untilMs: number }>();
  const store = {
    held,
    isAway: false,
    takes: 0,
    take(name: string, owner: string, ttlMs: number) {
      store.takes++;
      if (store.isAway) return Promise.reject(new Error("away"));
      const lease = held.get(name);
      const nowMs = performance.now();
      if (lease && lease.owner !== owner && lease.untilMs > nowMs) {
        return Promise.resolve(false);
      }
      held.set(name, { owner, untilMs: nowMs + ttlMs });
      return Promise.resolve(true);
    },
    release(name: string, owner: string) {
      if (held.get(name)?.owner === owner) held.delete(name);
      return Promise.resolve();
    },
  };
  return store satisfies LeaseStore;
}

Deno.test("createLeaseHolder() gives a lease to one at a time", async () => {
  const store = memoryLeases();
  const waits: string[] = [];
  const options = { ttlMs: TTL_MS, onWait: (name: string) => waits.push(name) };
  const one = await createLeaseHolder(store, options)("x:", never);
  const asked = createLeaseHolder(store, options)("x:", never);
  let isGiven = false;
  void asked.then(() => isGiven = true);
  await delay(TTL_MS * 2);
  deepStrictEqual([isGiven, waits], [false, ["x:"]]);
  await one![Symbol.asyncDispose]();
  await using other = await asked;
  ok(!other!.lost.aborted);
});

Deno.test("createLeaseHolder() says of no lease that another holds it when that one has died", async () => {
  const store = memoryLeases();
  await store.take("x:", "dead", TTL_MS);
  const waits: string[] = [];
  const onWait = (name: string) => waits.push(name);
  const hold = createLeaseHolder(store, { ttlMs: TTL_MS, onWait });
  await using _lease = await hold("x:", never);
  deepStrictEqual(waits, []);
});

Deno.test("createLeaseHolder() stops waiting when it is told to", async () => {
  const store = memoryLeases();
  await using _one = await createLeaseHolder(store, { ttlMs: TTL_MS })(
    "x:",
    never,
  );
  const stop = new AbortController();
  const asked = createLeaseHolder(store, { ttlMs: TTL_MS })("x:", stop.signal);
  stop.abort();
  strictEqual(await asked, null);
});

Deno.test("createLeaseHolder() says at once that a lease was taken by another", async () => {
  const store = memoryLeases();
  await using lease = await createLeaseHolder(store, { ttlMs: TTL_MS })(
    "x:",
    never,
  );
  store.held.set("x:", { owner: "another", untilMs: Infinity });
  await delay(TTL_MS / 2);
  ok(lease!.lost.aborted);
  ok(lease!.lost.reason !== EXPIRED);
  await lease![Symbol.asyncDispose]();
  strictEqual(store.held.get("x:")!.owner, "another");
});

// Seen to fail with the time of the answer in place of the time of the question.
Deno.test("createLeaseHolder() gives a lease up that it could not renew in time", async () => {
  const store = memoryLeases();
  await using lease = await createLeaseHolder(store, { ttlMs: TTL_MS })(
    "x:",
    never,
  );
  store.isAway = true;
  await delay(TTL_MS / 2);
  ok(!lease!.lost.aborted);
  await delay(TTL_MS);
  ok(lease!.lost.aborted);
  strictEqual(lease!.lost.reason, EXPIRED);
});

Deno.test("createLeaseHolder() bears with a store that is away for a moment", async () => {
  const store = memoryLeases();
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  store.isAway = true;
  const asked = createLeaseHolder(store, { ttlMs: TTL_MS, onError })(
    "x:",
    never,
  );
  await delay(TTL_MS / 2);
  store.isAway = false;
  await using lease = await asked;
  store.isAway = true;
  await delay(TTL_MS / 2);
  store.isAway = false;
  await delay(TTL_MS * 1.5);
  ok(!lease!.lost.aborted);
  ok(errors.length >= 2);
});
