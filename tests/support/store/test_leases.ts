import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { OpenTestStore } from "../store.ts";
import { createLeases } from "../../../db/connection/leases.ts";

const LONG_MS = 60_000;

/** Who may do what only one should. */
export function testLeases(name: string, open: OpenTestStore): void {
  Deno.test(`takeLease() on ${name} gives a lease to one, who may renew it and give it back`, async () => {
    await using store = await open();
    const leases = createLeases(store.db);
    strictEqual(await leases.take("x:", "ann", LONG_MS), true);
    strictEqual(await leases.take("x:", "bob", LONG_MS), false);
    strictEqual(await leases.take("X:", "bob", LONG_MS), true);
    strictEqual(await leases.take("x:", "ann", LONG_MS), true);
    await leases.release("x:", "bob");
    strictEqual(await leases.take("x:", "bob", LONG_MS), false);
    await leases.release("x:", "ann");
    strictEqual(await leases.take("x:", "bob", LONG_MS), true);
    strictEqual(await leases.take("x:", "ann", LONG_MS), false);
  });

  Deno.test(`takeLease() on ${name} takes what is over, and renewing puts the end off`, async () => {
    await using store = await open();
    const leases = createLeases(store.db);
    await leases.take("x:", "ann", 300);
    const startMs = performance.now();
    await leases.take("x:", "ann", 700);
    await delay(450);
    const early = await leases.take("x:", "bob", LONG_MS);
    ok(early === false || performance.now() - startMs >= 700);
    await delay(750 - (performance.now() - startMs));
    strictEqual(await leases.take("x:", "bob", LONG_MS), true);
    strictEqual(await leases.take("x:", "ann", LONG_MS), false);
  });

  Deno.test(`takeLease() on ${name} gives a lease to one of many who ask at once`, async () => {
    await using store = await open();
    const leases = createLeases(store.db);
    for (const lease of ["a", "b", "c"]) {
      const owners = Array.from({ length: 6 }, (_, i) => `owner ${i}`);
      const taken = await Promise.all(
        owners.map((owner) => leases.take(lease, owner, LONG_MS)),
      );
      deepStrictEqual(taken.filter(Boolean), [true]);
    }
  });
}
