import { sql } from "kysely";
import { rejects, strictEqual } from "node:assert/strict";
import {
  openSqliteStore,
  postEntry,
  type TestStore,
} from "../tests/support/store.ts";
import { classifyError, type DatabaseFault } from "./classify_error.ts";
import { storeBatch } from "./write/store_batch.ts";

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
      sql`insert into topics values (1, 'a', 'a', 'a', 1, 1, null)`.execute(
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
