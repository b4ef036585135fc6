import { sql } from "kysely";
import { rejects, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import {
  type MysqlTestStore,
  openMysqlStore,
  useOwnMysqlServer,
} from "../../tests/support/mysql.ts";
import {
  openSqliteStore,
  postEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { classifyError, type DatabaseFault } from "./errors.ts";
import { isConflict } from "./errors.ts";
import { openMysql } from "./mysql.ts";

type Fail = (store: TestStore) => Promise<unknown>;

const nothing = null as unknown as string;

const CASES: Record<string, [fault: DatabaseFault | null, fail: Fail]> = {
  "a value that must be there": [
    "data",
    ({ db, stream }) =>
      storeBatch(db, stream, [postEntry(1, { text: nothing })]),
  ],
  "a number that is no integer": [
    "data",
    ({ db, stream }) => storeBatch(db, stream, [postEntry(1, { score: 0.5 })]),
  ],
  "a key that is taken": [
    "data",
    ({ db }) =>
      sql`insert into topics (id, slug, query, color, active, created_ms) values (1, 'a', 'a', 'a', 1, 1)`
        .execute(
          db.kysely,
        ),
  ],
  "a database that another writes": [
    "away",
    async ({ db, stream, connect }) => {
      const other = connect().kysely;
      await sql`pragma busy_timeout = 0`.execute(db.kysely);
      await sql`begin immediate`.execute(other);
      await storeBatch(db, stream, [postEntry(1)]);
    },
  ],
  "a database that may not be written": ["away", async ({ db, stream }) => {
    await sql`pragma query_only = 1`.execute(db.kysely);
    await storeBatch(db, stream, [postEntry(1)]);
  }],
  "a value that no database takes": [
    null,
    ({ db, stream }) =>
      storeBatch(db, stream, [
        postEntry(1, { author: {} as unknown as string }),
      ]),
  ],
  "an error of our own": [null, () => Promise.reject(new Error("database"))],
  "what is no error": [null, () => Promise.reject({ errcode: 19 })],
};

for (const [name, [fault, fail]] of Object.entries(CASES)) {
  Deno.test(`classifyError() says ${fault} of ${name}`, async () => {
    await using store = await openSqliteStore();
    await rejects(fail(store), (error) => {
      strictEqual(classifyError(error), fault, String(error));
      return true;
    });
  });
}

const server = useOwnMysqlServer();

type FailClassify = (store: MysqlTestStore) => Promise<unknown>;

function storePost(fields: Parameters<typeof postEntry>[1]): FailClassify {
  return ({ db, stream }) => storeBatch(db, stream, [postEntry(1, fields)]);
}

/** Runs a statement through another address than the store's. */
function askAt(change: (url: URL) => void): FailClassify {
  return async ({ url }) => {
    const address = new URL(url);
    change(address);
    await using db = openMysql(address.href);
    await sql`select 1`.execute(db.kysely);
  };
}

/** The fault, a part of what the error says, and what fails. */
const CLASSIFY_CASES: Record<
  string,
  [fault: DatabaseFault | null, why: RegExp, fail: FailClassify]
> = {
  "a value that must be there": ["data", /null/, storePost({ text: nothing })],
  "a number that is no integer": [
    "data",
    /not an integer/,
    storePost({ score: 0.5 }),
  ],
  "no number": ["data", /not an integer/, storePost({ createdMs: NaN })],
  "a number that is too large": [
    "data",
    /Out of range/,
    storePost({ createdMs: 1e20 }),
  ],
  "a key that is too long": [
    "data",
    /too long/,
    storePost({ extId: "é".repeat(128) }),
  ],
  "a key that is taken": [
    "data",
    /Duplicate/,
    ({ db }) =>
      sql`insert into topics (id, slug, query, color, active, created_ms) values (1, 'a', 'a', 'a', 1, 1)`
        .execute(db.kysely),
  ],
  "a value that is no column's": [
    null,
    /type object/,
    storePost({ author: {} as unknown as string }),
  ],
  "an error of our own": [null, /x/, () => Promise.reject(new Error("x"))],
  "a connection that is lost": [
    "away",
    /Connection|closed|killed/,
    (store) =>
      inTransaction(store, async (ask) => {
        await killConnection(ask);
        await ask("select 1 as answer");
      }),
  ],
  "a connection that is lost before the commit": [
    "away",
    /closed state|Connection lost/,
    (store) => inTransaction(store, killConnection),
  ],
  "a statement that is ended": [
    "away",
    /interrupted/,
    (store) =>
      inTransaction(store, async (ask) => {
        const id = await ask("select connection_id() as answer");
        await Promise.all([
          ask("update counters set value = value + sleep(5)"),
          delay(100).then(() => server().run(`kill query ${id}`)),
        ]);
      }),
  ],
  "nobody listening": [
    "away",
    /ECONNREFUSED/,
    askAt((url) => url.port = "1"),
  ],
  "a host that nobody knows": [
    "away",
    /ENOTFOUND|EAI_AGAIN|getaddrinfo/,
    askAt((url) => url.hostname = "nowhere.invalid"),
  ],
  "a user who may not": [
    "away",
    /Access denied/,
    askAt((url) => url.username = "stranger"),
  ],
  "a database that is gone": ["away", /Unknown database/, async (store) => {
    await server().run(`drop database ${new URL(store.url).pathname.slice(1)}`);
    try {
      await sql`select 1`.execute(store.connect().kysely);
    } finally {
      await server().run(
        `create database ${new URL(store.url).pathname.slice(1)}`,
      );
    }
  }],
  "tables that are gone": ["away", /doesn't exist/, async ({ db, stream }) => {
    await sql`drop table posts`.execute(db.kysely);
    await storeBatch(db, stream, [postEntry(1)]);
  }],
  "a server that only reads": ["away", /read-only|read only/, async (store) => {
    await server().run("create or replace user writer identified by 'w'");
    await server().run("grant all on *.* to writer");
    await server().run("revoke super, read_only admin on *.* from writer");
    await server().run("set global read_only = 1");
    try {
      await askWriter(store.url, "update counters set value = 1");
    } finally {
      await server().run("set global read_only = 0");
    }
  }],
  "a server that takes no more of one user": [
    "away",
    /max_user_connections/,
    async (store) => {
      await server().run(
        "create or replace user writer identified by 'w' with max_user_connections 1",
      );
      await server().run("grant select on *.* to writer");
      await askWriter(store.url, "select sleep(0.2)", 2);
    },
  ],
};

type Ask = (statement: string) => Promise<unknown>;

async function inTransaction(
  { db }: MysqlTestStore,
  work: (ask: Ask) => Promise<void>,
): Promise<void> {
  await db.kysely.transaction().execute(async (trx) => {
    await work(async (statement) => {
      const { rows } = await sql.raw<{ answer: unknown }>(statement)
        .execute(trx);
      return rows[0]?.answer;
    });
  });
}

/** Waits until the client knows. */
async function killConnection(ask: Ask): Promise<void> {
  const id = await ask("select connection_id() as answer");
  await server().run(`kill ${id}`);
  await delay(100);
}

async function askWriter(
  url: string,
  statement: string,
  times = 1,
): Promise<void> {
  const address = new URL(url);
  address.username = "writer";
  address.password = "w";
  await using db = openMysql(address.href);
  const asked = Array.from(
    { length: times },
    () => sql.raw(statement).execute(db.kysely),
  );
  await Promise.allSettled(asked);
  await Promise.all(asked);
}

for (const [name, [fault, why, fail]] of Object.entries(CLASSIFY_CASES)) {
  Deno.test(`classifyError() says ${fault} of ${name}`, async () => {
    await using store = await openMysqlStore(server());
    await rejects(fail(store), (error: Error) => {
      strictEqual(classifyError(error), fault, String(error));
      strictEqual(isConflict(error), false);
      return why.test(String(error));
    });
  });
}
