import { sql } from "kysely";
import {
  deepStrictEqual,
  notStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { readdir, readlink, writeFile } from "node:fs/promises";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { openSqlite } from "./connection/sqlite.ts";
import { openDatabase } from "./open.ts";
import { readTopics } from "./read/topics.ts";
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
