import { sql } from "kysely";
import {
  deepStrictEqual,
  match,
  notStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { readdir, readlink, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import {
  damageFile,
  openSqliteStore,
  postEntries,
  readRows,
  seedStore,
} from "../tests/support/store.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { audit } from "./audit/audit.ts";
import { classifyError } from "./connection/errors.ts";
import { findDamage, openSqlite } from "./connection/sqlite.ts";
import { openDatabase } from "./open.ts";
import { readTopics } from "./read/topics.ts";
import { storeBatch } from "./write/store_batch.ts";
import { seedTopics } from "./write/topics.ts";

Deno.test("openDatabase() makes the folders and the file, and finds them again", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/deep/er/freshet.db`;
  {
    await using db = await openDatabase(`sqlite:${path}`);
    await seedTopics(db, [{ slug: "trump", query: "trump" }]);
  }
  await using db = await openDatabase(`sqlite:${path}`);
  const topics = await readTopics(db.kysely);
  deepStrictEqual(topics.map(({ slug }) => slug), ["trump"]);
});

Deno.test("openDatabase() refuses a file that is no database, and leaves it as it is", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/notes.txt`;
  const text = "These are my notes. ".repeat(100);
  await writeFile(path, text);
  await rejects(openDatabase(`sqlite:${path}`), /not a database/);
  strictEqual(await Deno.readTextFile(path), text);
});

Deno.test("openDatabase() refuses a file of another program, and leaves it as it is", async () => {
  await using folder = await temporaryFolder();
  for (
    const [name, statement] of [
      ["marked", "pragma application_id = 77"],
      ["unmarked", "create table meta (name text, value text)"],
    ] as const
  ) {
    const path = `${folder.path}/${name}`;
    const other = new DatabaseSync(path);
    other.exec(statement);
    other.close();
    const before = await Deno.readFile(path);
    await rejects(openDatabase(`sqlite:${path}`), {
      name: "ForeignDatabaseError",
    });
    deepStrictEqual(await Deno.readFile(path), before);
  }
});

Deno.test("openDatabase() marks its file, and opens one that an older Freshet did not mark", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  for (const id of [0x46726573, 0]) {
    await (await openDatabase(`sqlite:${path}`))[Symbol.asyncDispose]();
    const file = new DatabaseSync(path);
    const { application_id } = file.prepare("pragma application_id").get()!;
    file.exec("pragma application_id = 0");
    file.close();
    strictEqual(application_id, id);
  }
});

/** A file with posts on many pages. */
async function fillFile(path: string): Promise<void> {
  await using db = await openDatabase(`sqlite:${path}`);
  const { stream } = await seedStore(db);
  await storeBatch(db, stream, postEntries(1, 500));
}

Deno.test("openDatabase() leaves all in one file when it is closed", async () => {
  await using folder = await temporaryFolder();
  await fillFile(`${folder.path}/freshet.db`);
  const copy = `${folder.path}/copy.db`;
  await Deno.copyFile(`${folder.path}/freshet.db`, copy);
  await using db = await openDatabase(`sqlite:${copy}`);
  strictEqual((await readRows(db.kysely)).posts.length, 500);
});

Deno.test("openDatabase() refuses a file that is damaged, with the reason, and leaves it as it is", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  await fillFile(path);
  await damageFile(path);
  const before = await Deno.readFile(path);
  await rejects(openDatabase(`sqlite:${path}`), {
    name: "DamagedDatabaseError",
    message: /^Database file is damaged: .*malformed; keep it aside/,
  });
  deepStrictEqual(await Deno.readFile(path), before);
});

Deno.test("openSqlite() stops storing when a page turns out to be damaged", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  await fillFile(path);
  await damageFile(path);
  await using db = openSqlite(path);
  await rejects(storeBatch(db, 1, postEntries(501, 1_000)), (error) => {
    strictEqual((error as Error).name, "DamagedDatabaseError");
    strictEqual(classifyError(error), null, "it is not tried again");
    return true;
  });
});

Deno.test("audit() lists what is damaged in a file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  await fillFile(path);
  await damageFile(path);
  await using db = openSqlite(path);
  const { isClean, damage } = await audit(db);
  strictEqual(isClean, false);
  match(damage.join(), /malformed/);
});

Deno.test("findDamage() looks at the ends of each table of a large file", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  await fillFile(path);
  {
    await using db = openSqlite(path);
    deepStrictEqual(await findDamage(db, { wholeUpTo: 0 }), []);
  }
  await damageFile(path);
  await using db = openSqlite(path);
  match((await findDamage(db, { wholeUpTo: 0 })).join(), /malformed/);
});

Deno.test("openSqlite() reports why a transaction failed that SQLite has ended by itself", async () => {
  await using store = await openSqliteStore();
  const { kysely } = store.db;
  const adding = kysely.transaction().execute((trx) =>
    sql`insert or rollback into topics select * from topics`.execute(trx)
  );
  await rejects(adding, /UNIQUE constraint failed/);
});

Deno.test("storeBatch() says that the disk is full, and nothing is stored", async () => {
  await using store = await openSqliteStore();
  const { db, stream } = store;
  await sql`pragma max_page_count = 60`.execute(db.kysely);
  await rejects(storeBatch(db, stream, postEntries(1, 1_000)), (error) => {
    strictEqual((error as Error).message, "database or disk is full");
    strictEqual(classifyError(error), "away");
    return true;
  });
  deepStrictEqual((await readRows(db.kysely)).posts, []);
  await sql`pragma max_page_count = 10000`.execute(db.kysely);
  await storeBatch(db, stream, postEntries(1, 1_000));
});

Deno.test("openDatabase() refuses a path that is a folder", async () => {
  await using folder = await temporaryFolder();
  await rejects(openDatabase(`sqlite:${folder.path}`), /unable to open/);
});

Deno.test("openSqlite() writes ahead, so that others read while one writes", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/a.db`;
  await using db = openSqlite(path);
  const { rows } = await sql<{ journal_mode: string }>`pragma journal_mode`
    .execute(db.kysely);
  deepStrictEqual(rows.map((row) => row.journal_mode), ["wal"]);
});

/** Open files of this process in a folder. */
async function openFiles(folder: string): Promise<string[]> {
  const numbers = await readdir("/proc/self/fd");
  const paths = await Promise.all(
    numbers.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
  );
  return paths.filter((path) => path.startsWith(folder));
}

Deno.test(
  "openSqlite() closes its file with its scope, also when it cannot be used",
  {
    ignore: Deno.build.os !== "linux",
  },
  async () => {
    await using folder = await temporaryFolder();
    await writeFile(`${folder.path}/notes.txt`, "no database".repeat(200));
    throws(() => openSqlite(`${folder.path}/notes.txt`));
    deepStrictEqual(await openFiles(folder.path), []);
    {
      await using _db = await openDatabase(`sqlite:${folder.path}/a.db`);
      notStrictEqual((await openFiles(folder.path)).length, 0);
    }
    deepStrictEqual(await openFiles(folder.path), []);
  },
);
