import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  forEachDatabase,
  type MysqlTestStore,
  openMysqlStore,
  sharedMysqlServer,
} from "../../tests/support/mysql.ts";
import { inTime } from "../../tests/support/waiting.ts";
import { createLeases, holdLease } from "./leases.ts";

const LONG_MS = 60_000;

const server = sharedMysqlServer();

forEachDatabase((name, open) => {
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
});

const PATIENCE_MS = 5_000;

const hold = ({ db }: MysqlTestStore, leaseMs = 10_000) =>
  inTime(PATIENCE_MS, holdLease(db, "work", { leaseMs }));

async function countLeases({ db }: MysqlTestStore): Promise<number> {
  const rows = await db.kysely.selectFrom("leases").select("owner")
    .where("name", "=", "work").execute();
  return rows.length;
}

Deno.test("holdLease() lets one at a time work, and leaves nothing behind", async () => {
  await using store = await openMysqlStore(server());
  let working = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 6 }, async () => {
    await using _lease = await hold(store);
    most = Math.max(most, ++working);
    await delay(20);
    working--;
  }));
  strictEqual(most, 1);
  strictEqual(await countLeases(store), 0);
});

Deno.test("holdLease() holds on for longer than a lease lasts", async () => {
  await using store = await openMysqlStore(server());
  const order: string[] = [];
  const first = await hold(store, 300);
  const second = hold(store).then((lease) => {
    order.push("second has it");
    return lease;
  });
  await delay(1_000);
  order.push("first lets go");
  await first[Symbol.asyncDispose]();
  await (await second)[Symbol.asyncDispose]();
  deepStrictEqual(order, ["first lets go", "second has it"]);
});

Deno.test("holdLease() takes the lease of one that died", async () => {
  await using store = await openMysqlStore(server());
  await store.db.kysely.insertInto("leases")
    .values({ name: "work", owner: "somebody", until_ms: Date.now() + 500 })
    .execute();
  const startMs = performance.now();
  await using _lease = await hold(store);
  const waitedMs = performance.now() - startMs;
  ok(waitedMs > 300 && waitedMs < 2_000, `waited ${waitedMs} ms`);
});

Deno.test("holdLease() lets different work be done at once", async () => {
  await using store = await openMysqlStore(server());
  await using _work = await hold(store);
  const other = holdLease(store.db, "other work");
  await using _other = await inTime(PATIENCE_MS, other);
});

Deno.test("holdLease() does not take another's lease away when it lets its own go", async () => {
  await using store = await openMysqlStore(server());
  const { kysely } = store.db;
  const slow = await hold(store, 60_000);
  await kysely.updateTable("leases").set({ owner: "another" })
    .where("name", "=", "work").execute();
  await slow[Symbol.asyncDispose]();
  strictEqual(await countLeases(store), 1);
});
