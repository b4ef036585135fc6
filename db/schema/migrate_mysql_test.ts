import { sql } from "kysely";
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { dyingAt } from "../../tests/support/store.ts";
import { sharedMysqlServer } from "../../tests/support/mysql.ts";
import type { Database } from "../connection/database.ts";
import { openMysql } from "../connection/mysql.ts";
import { openDatabase } from "../open.ts";
import { readCursor } from "../read/changes.ts";
import { migrate, NewerDatabaseError } from "./migrate.ts";

const server = sharedMysqlServer();

/** Every column and index of a database, and what it says of itself; the lease of one that died says nothing. */
async function describe({ kysely }: Database) {
  const columns = await sql`select table_name, column_name, column_type,
      collation_name, is_nullable, column_key, extra
    from information_schema.columns where table_schema = database()
    order by 1, 2`.execute(kysely);
  const indexes = await sql`select table_name, index_name, seq_in_index,
      column_name, non_unique
    from information_schema.statistics where table_schema = database()
    order by 1, 2, 3`.execute(kysely);
  const meta = await kysely.selectFrom("meta").select("name")
    .where("name", "!=", "migrating").orderBy("name").execute();
  const counters = await kysely.selectFrom("counters").selectAll().execute();
  return JSON.stringify([columns.rows, indexes.rows, meta, counters], null, 1);
}

Deno.test("migrate() on MariaDB applies each version once, however often it is called", async () => {
  await using made = await server().createDatabase();
  await using db = openMysql(made.url);
  deepStrictEqual(await migrate(db), [1, 2, 3, 4, 5, 6]);
  const cursor = await readCursor(db.kysely);
  deepStrictEqual(await migrate(db), []);
  deepStrictEqual(await readCursor(db.kysely), cursor);
});

// Seen to fail when the lease is not waited for.
Deno.test("migrate() on MariaDB is done by one of many that call it at once", async () => {
  await using made = await server().createDatabase();
  await using opened = new AsyncDisposableStack();
  const all = Array.from({ length: 6 }, () => opened.use(openMysql(made.url)));
  const applied = await Promise.all(all.map((db) => migrate(db)));
  deepStrictEqual(applied.flat(), [1, 2, 3, 4, 5, 6]);
  const epochs = await Promise.all(all.map((db) => readCursor(db.kysely)));
  strictEqual(new Set(epochs.map(({ epoch }) => epoch)).size, 1);
});

Deno.test("migrate() on MariaDB takes up what died before any of its statements", async () => {
  await using fresh = await server().createDatabase();
  await using whole = await openDatabase(fresh.url);
  const expected = await describe(whole);
  let died = true;
  let n = 1;
  for (; died; n++) {
    await using made = await server().createDatabase();
    await using db = openMysql(made.url);
    died = await migrate(dyingAt(n, db), { leaseMs: 100 })
      .then(() => false, () => true);
    await migrate(db);
    strictEqual(await describe(db), expected);
  }
  strictEqual(n > 15, true, `only ${n} statements`);
});

Deno.test("migrate() on MariaDB leaves a newer database as it is", async () => {
  await using made = await server().createDatabase();
  await using db = await openDatabase(made.url);
  await db.kysely.updateTable("meta").set({ value: "7" })
    .where("name", "=", "version").execute();
  await rejects(migrate(db), NewerDatabaseError);
  const { value } = await db.kysely.selectFrom("meta").select("value")
    .where("name", "=", "version").executeTakeFirstOrThrow();
  strictEqual(value, "7");
});

Deno.test("openDatabase() on MariaDB needs no more than to read where the schema is there", async () => {
  await using made = await server().createDatabase();
  {
    await using _db = await openDatabase(made.url);
  }
  await server().run("create or replace user reader identified by 'r'");
  await server().run(`grant select on ${made.name}.* to reader`);
  const address = new URL(made.url);
  [address.username, address.password] = ["reader", "r"];
  await using db = await openDatabase(address.href);
  strictEqual((await readCursor(db.kysely)).seq, 0);
});
