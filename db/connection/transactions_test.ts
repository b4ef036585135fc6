import { sql } from "kysely";
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import {
  openMysqlStore,
  sharedMysqlServer,
} from "../../tests/support/mysql.ts";
import { openSqliteStore } from "../../tests/support/store.ts";
import { isConflict } from "./errors.ts";
import { retryTransaction } from "./transactions.ts";

const server = sharedMysqlServer();

// Seen to fail (1213) when a conflict is not tried again.
Deno.test("retryTransaction() runs a transaction again that locked itself and another out", async () => {
  await using store = await openMysqlStore(server());
  const { db } = store;
  const add = (a: number, b: number) =>
    retryTransaction(db, async (trx) => {
      for (const id of [a, b]) {
        await trx.updateTable("topics")
          .set((eb) => ({ created_ms: eb("created_ms", "+", 1) }))
          .where("id", "=", id).execute();
        await sql`do sleep(0.005)`.execute(trx);
      }
      tries++;
    });
  let tries = 0;
  await db.kysely.updateTable("topics").set({ created_ms: 0 }).execute();
  for (let i = 0; i < 10; i++) await Promise.all([add(1, 2), add(2, 1)]);
  const rows = await db.kysely.selectFrom("topics").select("created_ms")
    .execute();
  deepStrictEqual(rows.map((row) => row.created_ms), [20, 20]);
  strictEqual(tries, 20);
});

/** Fails as a transaction does that another locks out. */
const CONFLICTS = {
  "a deadlock": 1213,
  "a lock that is waited for too long": 1205,
  "a row that has changed": 1020,
};

for (const [what, number] of Object.entries(CONFLICTS)) {
  Deno.test(`retryTransaction() gives up after ten times of ${what}`, async () => {
    await using store = await openMysqlStore(server());
    let tries = 0;
    const failing = retryTransaction(store.db, async (trx) => {
      tries++;
      await trx.updateTable("counters").set({ value: tries }).execute();
      await sql.raw(`signal sqlstate '45000' set mysql_errno = ${number}`)
        .execute(trx);
    });
    await rejects(failing, isConflict);
    strictEqual(tries, 10);
    const { value } = await store.db.kysely.selectFrom("counters")
      .select("value").executeTakeFirstOrThrow();
    strictEqual(value, 0);
  });
}

for (const name of ["MariaDB", "SQLite"]) {
  Deno.test(`retryTransaction() on ${name} runs once what fails for another reason`, async () => {
    await using store = name === "SQLite"
      ? await openSqliteStore()
      : await openMysqlStore(server());
    let tries = 0;
    const failing = retryTransaction(store.db, async (trx) => {
      tries++;
      await sql`select * from nowhere`.execute(trx);
    });
    await rejects(failing, /nowhere/);
    strictEqual(tries, 1);
  });
}
