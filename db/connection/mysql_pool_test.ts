import { sql } from "kysely";
import {
  deepStrictEqual,
  notStrictEqual,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { inTime } from "../../tests/support/waiting.ts";
import {
  type MysqlTestStore,
  openMysqlStore,
  useOwnMysqlServer,
} from "../../tests/support/mysql.ts";
import { postEntries, readRows } from "../../tests/support/store.ts";
import { classifyError } from "./errors.ts";
import type { Database } from "./database.ts";
import { openMysql, type OpenMysqlOptions } from "./mysql.ts";
import { takeSeqs } from "./transactions.ts";
import { storeBatch } from "../write/store_batch.ts";

/** Longer than any time-out of {@linkcode QUICK}, shorter than those of sockets. */
const PATIENCE_MS = 3_000;

const QUICK: OpenMysqlOptions = {
  connections: 2,
  connectMs: 500,
  acquireMs: 700,
  queryMs: 1_000,
};

const server = useOwnMysqlServer();
const open = (options: OpenMysqlOptions = {}): Promise<MysqlTestStore> =>
  openMysqlStore(server(), { ...QUICK, ...options });

async function ask<T>({ kysely }: Database, statement: string): Promise<T> {
  const { rows } = await sql.raw<{ answer: T }>(statement).execute(kysely);
  return rows[0]!.answer;
}

const connectionId = (db: Database) =>
  ask<number>(db, "select connection_id() as answer");

/** Stops the server's clock; its threads may still finish what they do. */
async function freeze(): Promise<void> {
  server().signal("SIGSTOP");
  await delay(100);
}

/** Asserts that something fails in time, as what a server does that is away. */
async function assertAway(promise: Promise<unknown>, why: RegExp) {
  await rejects(inTime(PATIENCE_MS, promise), (error: Error) => {
    strictEqual(classifyError(error), "away", String(error));
    return why.test(`${(error as { code?: string }).code} ${error.message}`);
  });
}

Deno.test("openMysql() notices a server that hangs, and uses no connection again that waited for it", async () => {
  await using store = await open();
  const { db } = store;
  const before = await connectionId(db);
  await freeze();
  try {
    await assertAway(ask(db, "select 1 as answer"), /did not answer/);
    await assertAway(ask(db, "select 2 as answer"), /ETIMEDOUT/);
  } finally {
    server().signal("SIGCONT");
  }
  strictEqual(await ask(db, "select 3 as answer"), 3);
  notStrictEqual(await connectionId(db), before);
});

Deno.test("openMysql() says that the server hangs, not that it cannot roll back", async () => {
  await using store = await open();
  const { db, stream } = store;
  const transaction = db.kysely.transaction().execute(async (trx) => {
    await takeSeqs(trx, 5);
    await freeze();
    await takeSeqs(trx, 5);
  });
  try {
    await assertAway(transaction, /did not answer/);
  } finally {
    server().signal("SIGCONT");
  }
  await storeBatch(db, stream, postEntries(1, 2));
  const { posts } = await readRows(db.kysely);
  deepStrictEqual(posts.map(({ seq }) => seq), [1, 2]);
});

Deno.test("openMysql() gives up a statement that takes too long, and so does the server", async () => {
  await using store = await open({ queryMs: 500 });
  const { db, stream } = store;
  await assertAway(
    db.kysely.transaction().execute(async (trx) => {
      await trx.updateTable("counters").set({ value: 9 }).execute();
      await sql`update counters set value = value + sleep(60)`.execute(trx);
    }),
    /max_statement_time/,
  );
  const { posts } = await storeBatch(db, stream, postEntries(1, 2));
  strictEqual(posts, 2);
  const rows = await readRows(db.kysely);
  deepStrictEqual(rows.posts.map(({ seq }) => seq), [1, 2]);
});

Deno.test("openMysql() waits for a free connection, but not for ever", async () => {
  await using store = await open({ connections: 1 });
  const { db } = store;
  await db.kysely.transaction().execute(async (trx) => {
    await sql`select 1`.execute(trx);
    await assertAway(connectionId(db), /NoConnection|none was free/);
  });
  await inTime(PATIENCE_MS, connectionId(db));
});

Deno.test("openMysql() lets no more wait than it may", async () => {
  await using store = await open({ connections: 1, maxWaiting: 3 });
  const { db } = store;
  const answers = await Promise.allSettled(
    Array.from({ length: 6 }, () => ask(db, "select sleep(0.05) as answer")),
  );
  const failed = answers.filter(({ status }) => status === "rejected");
  strictEqual(failed.length, 3);
  for (const { reason } of failed as PromiseRejectedResult[]) {
    strictEqual(classifyError(reason), "away");
  }
  await connectionId(db);
});

Deno.test("openMysql() sets up every connection, also in the place of one that is lost", async () => {
  await using store = await open();
  const { db } = store;
  const settings = `select concat_ws(' ', @@character_set_client,
    @@character_set_results, @@time_zone, @@tx_isolation,
    @@sql_mode like '%STRICT_ALL_TABLES%') as answer`;
  const expected = "utf8mb4 utf8mb4 +00:00 READ-COMMITTED 1";
  for (let i = 0; i < 3; i++) {
    const id = await connectionId(db);
    strictEqual(await ask(db, settings), expected);
    await server().run(`kill ${id}`);
    await ask(db, "select 1 as answer").catch(() => {}); // it may not be told yet
    notStrictEqual(await connectionId(db), id);
  }
});

Deno.test("openMysql() takes one statement at a time, and no file of this machine", async () => {
  await using store = await open();
  const { kysely } = store.db;
  await rejects(sql.raw("select 1; select 2").execute(kysely), /syntax/);
  const load = "load data local infile '/etc/hostname' into table meta";
  await rejects(sql.raw(load).execute(kysely), /not allowed|disabled/);
});

for (const value of [{}, ["a"], new Date(0), true, undefined, Symbol("a")]) {
  Deno.test(`openMysql() refuses ${Deno.inspect(value)} as a value`, async () => {
    await using store = await open();
    await rejects(
      sql`select ${value} as answer`.execute(store.db.kysely),
      TypeError,
    );
    await connectionId(store.db);
  });
}

Deno.test("openMysql() leaves a server that only reads now", async () => {
  await using store = await open();
  const address = new URL(store.url);
  [address.username, address.password] = ["writer", "w"];
  await server().run("create user writer identified by 'w'");
  await server().run("grant select, update on *.* to writer");
  await using writer = openMysql(address.href, QUICK);
  const before = await connectionId(writer);
  await server().run("set global read_only = 1");
  try {
    const storing = storeBatch(writer, store.stream, []);
    await assertAway(storing, /read-only/);
  } finally {
    await server().run("set global read_only = 0");
  }
  notStrictEqual(await connectionId(writer), before);
});
