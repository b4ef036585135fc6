import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { releaseLease, takeLease } from "../../../db/write/leases.ts";
import type { OpenTestStore } from "../store.ts";

const LONG_MS = 60_000;

/** Who may do what only one should. */
export function testLeases(name: string, open: OpenTestStore): void {
  Deno.test(`takeLease() on ${name} gives a lease to one, who may renew it and give it back`, async () => {
    await using store = await open();
    const { db } = store;
    strictEqual(await takeLease(db, "x:", "ann", LONG_MS), true);
    strictEqual(await takeLease(db, "x:", "bob", LONG_MS), false);
    strictEqual(await takeLease(db, "X:", "bob", LONG_MS), true);
    strictEqual(await takeLease(db, "x:", "ann", LONG_MS), true);
    await releaseLease(db.kysely, "x:", "bob");
    strictEqual(await takeLease(db, "x:", "bob", LONG_MS), false);
    await releaseLease(db.kysely, "x:", "ann");
    strictEqual(await takeLease(db, "x:", "bob", LONG_MS), true);
    strictEqual(await takeLease(db, "x:", "ann", LONG_MS), false);
  });

  Deno.test(`takeLease() on ${name} takes what is over, and renewing puts the end off`, async () => {
    await using store = await open();
    const { db } = store;
    await takeLease(db, "x:", "ann", 300);
    const startMs = performance.now();
    await takeLease(db, "x:", "ann", 700);
    await delay(450);
    const early = await takeLease(db, "x:", "bob", LONG_MS);
    ok(early === false || performance.now() - startMs >= 700);
    await delay(750 - (performance.now() - startMs));
    strictEqual(await takeLease(db, "x:", "bob", LONG_MS), true);
    strictEqual(await takeLease(db, "x:", "ann", LONG_MS), false);
  });

  Deno.test(`takeLease() on ${name} gives a lease to one of many who ask at once`, async () => {
    await using store = await open();
    for (const lease of ["a", "b", "c"]) {
      const owners = Array.from({ length: 6 }, (_, i) => `owner ${i}`);
      const taken = await Promise.all(
        owners.map((owner) => takeLease(store.db, lease, owner, LONG_MS)),
      );
      deepStrictEqual(taken.filter(Boolean), [true]);
    }
  });
}
