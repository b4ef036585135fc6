import {
  deepStrictEqual,
  notStrictEqual,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { inTime } from "../../tests/support/waiting.ts";
import {
  type MysqlTestStore,
  openMysqlStore,
} from "../../tests/support/mysql.ts";
import { openSqliteStore } from "../../tests/support/store.ts";
import { readRows } from "../../tests/support/store/read_rows.ts";
import { temporaryFolder } from "../../tests/support/temporary.ts";
import { useMysqlServer } from "../../tests/support/mysql.ts";
import { openSqlite } from "../connection/sqlite.ts";
import { openDatabase } from "../open.ts";
import { readCursor } from "../read/changes.ts";
import { findStream } from "../write/streams.ts";
import { holdLease, migrate, NewerDatabaseError } from "./migrate.ts";

const PATIENCE_MS = 5_000;
const server = useMysqlServer();

const hold = ({ db }: MysqlTestStore, leaseMs = 10_000) =>
  inTime(PATIENCE_MS, holdLease(db.kysely, "work", { leaseMs }));

async function countLeases({ db }: MysqlTestStore): Promise<number> {
  const rows = await db.kysely.selectFrom("meta").select("value")
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
  await store.db.kysely.insertInto("meta")
    .values({ name: "work", value: `${Date.now() / 1_000 + 0.5} somebody` })
    .execute();
  const startMs = performance.now();
  await using _lease = await hold(store);
  const waitedMs = performance.now() - startMs;
  ok(waitedMs > 300 && waitedMs < 2_000, `waited ${waitedMs} ms`);
});

Deno.test("holdLease() lets different work be done at once", async () => {
  await using store = await openMysqlStore(server());
  await using _work = await hold(store);
  const other = holdLease(store.db.kysely, "other work");
  await using _other = await inTime(PATIENCE_MS, other);
});

Deno.test("holdLease() does not take another's lease away when it lets its own go", async () => {
  await using store = await openMysqlStore(server());
  const { kysely } = store.db;
  const slow = await hold(store, 60_000);
  const value = `${Date.now() / 1_000 + 60} another`;
  await kysely.updateTable("meta").set({ value }).where("name", "=", "work")
    .execute();
  await slow[Symbol.asyncDispose]();
  strictEqual(await countLeases(store), 1);
});

/** Milliseconds that a process may take to start. */
const START_MS = 1_000;

async function writeInProcess(
  folder: string,
  name: string,
  startMs: number,
): Promise<number[]> {
  const script = new URL(
    "../../tests/support/write_process.ts",
    import.meta.url,
  );
  const args = ["run", "-A", "--no-check", script.href, folder, name];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, String(startMs)],
  }).output();
  const decoder = new TextDecoder();
  strictEqual(success, true, decoder.decode(stderr));
  return JSON.parse(decoder.decode(stdout));
}

Deno.test("migrate() applies each version once, however often it is called", async () => {
  await using folder = await temporaryFolder();
  await using db = openSqlite(`${folder.path}/a.db`);
  deepStrictEqual(await migrate(db), [1, 2, 3]);
  const cursor = await readCursor(db.kysely);
  deepStrictEqual(await migrate(db), []);
  deepStrictEqual(await readCursor(db.kysely), cursor);
});

Deno.test("migrate() gives each database an epoch of its own", async () => {
  await using one = await openSqliteStore();
  await using other = await openSqliteStore();
  const { epoch } = await readCursor(one.db.kysely);
  strictEqual(epoch.length, 36);
  notStrictEqual((await readCursor(other.db.kysely)).epoch, epoch);
});

Deno.test("migrate() takes up what died half way", async () => {
  await using folder = await temporaryFolder();
  await using db = openSqlite(`${folder.path}/a.db`);
  await migrate(db);
  const { epoch } = await readCursor(db.kysely);
  await db.kysely.deleteFrom("meta").where("name", "=", "version").execute();
  deepStrictEqual(await migrate(db), [1, 2, 3]);
  strictEqual((await readCursor(db.kysely)).epoch, epoch);
});

Deno.test("migrate() leaves a newer database as it is", async () => {
  await using store = await openSqliteStore();
  const { kysely } = store.db;
  await kysely.updateTable("meta").set({ value: "4" })
    .where("name", "=", "version").execute();
  await rejects(migrate(store.db), (error) => {
    strictEqual(error instanceof NewerDatabaseError, true);
    strictEqual((error as NewerDatabaseError).version, 4);
    strictEqual(
      (error as Error).message,
      "its schema has version 4, this Freshet knows 3 and older",
    );
    return true;
  });
  const { value } = await kysely.selectFrom("meta").select("value")
    .where("name", "=", "version").executeTakeFirstOrThrow();
  strictEqual(value, "4");
});

Deno.test("several processes make, migrate and fill one database at once", async () => {
  await using folder = await temporaryFolder();
  const startMs = Date.now() + START_MS;
  const names = ["one", "two", "three"];
  const applied = await Promise.all(
    names.map((name) => writeInProcess(folder.path, name, startMs)),
  );
  deepStrictEqual(applied.flat(), [1, 2, 3]);
  await using db = await openDatabase(`sqlite:${folder.path}/shared.db`);
  const { posts, skipped, buckets } = await readRows(db.kysely);
  strictEqual(posts.length, 200, "each post is stored once");
  strictEqual(skipped.length, 400, "and skipped by the two others");
  const hour = buckets.filter((row) => row.step === 3_600);
  deepStrictEqual(hour.map((row) => row.posts), [200]);
  for (const name of names) {
    const { stream, lastSeq } = await findStream(db, name, "");
    strictEqual(lastSeq, 200);
    const logSeqs = [...posts, ...skipped]
      .filter((row) => row.stream === stream).map((row) => row.log_seq);
    deepStrictEqual(
      logSeqs.sort((a, b) => a - b),
      Array.from({ length: 200 }, (_, i) => i + 1),
    );
  }
});
