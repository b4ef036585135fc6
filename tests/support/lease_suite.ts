import { ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { LeaseStore } from "../../workers/broker/lease.ts";
import { retryUntil } from "./waiting.ts";

/** How long a lease lasts in these tests. */
const TTL_MS = 2_000;

const NAME = "file:../some where/ä.ndjson?";

/** Tests that every store of leases must pass; `use` gives two views of an empty one. */
export function testLeaseStore(
  name: string,
  use: (
    test: (one: LeaseStore, other: LeaseStore) => Promise<void>,
  ) => Promise<void>,
): void {
  const test = (
    does: string,
    run: (one: LeaseStore, other: LeaseStore) => Promise<void>,
  ) => Deno.test(`${name} ${does}`, () => use(run));

  test("gives a lease to one of many who ask at once", async (one, other) => {
    const takes = Array.from(
      { length: 8 },
      (_, i) => (i % 2 ? one : other).take(NAME, `owner ${i}`, TTL_MS),
    );
    const taken = await Promise.all(takes);
    strictEqual(taken.filter((isMine) => isMine).length, 1);
  });

  test("keeps a lease for whoever renews it", async (one, other) => {
    ok(await one.take(NAME, "one", TTL_MS));
    const endMs = performance.now() + TTL_MS * 1.5;
    while (performance.now() < endMs) {
      ok(await one.take(NAME, "one", TTL_MS));
      strictEqual(await other.take(NAME, "other", TTL_MS), false);
      await delay(TTL_MS / 5);
    }
  });

  test(
    "gives a lease away when its holder is silent, and not back",
    async (one, other) => {
      ok(await one.take(NAME, "one", TTL_MS));
      const startMs = performance.now();
      await retryUntil(async () => ok(await other.take(NAME, "other", TTL_MS)));
      const tookMs = performance.now() - startMs;
      ok(tookMs > TTL_MS * 0.7 && tookMs < TTL_MS * 2.5, `${tookMs} ms`);
      strictEqual(await one.take(NAME, "one", TTL_MS), false);
    },
  );

  test("gives a lease on at once that is given back", async (one, other) => {
    ok(await one.take(NAME, "one", TTL_MS));
    await one.release(NAME, "one");
    ok(await other.take(NAME, "other", TTL_MS));
    await one.release(NAME, "one");
    strictEqual(await one.take(NAME, "one", TTL_MS), false);
  });

  test("tells leases apart", async (one, other) => {
    ok(await one.take("x:", "one", TTL_MS));
    ok(await other.take("x://", "other", TTL_MS));
  });
}
