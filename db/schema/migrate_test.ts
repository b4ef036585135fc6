import {
  deepStrictEqual,
  notStrictEqual,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { openSqliteStore, readRows } from "../../tests/support/store.ts";
import { temporaryFolder } from "../../tests/support/temporary.ts";
import { openSqlite } from "../connection/sqlite.ts";
import { openDatabase } from "../open.ts";
import { readCursor } from "../read/changes.ts";
import { migrate, NewerDatabaseError } from "./migrate.ts";
import { findStream } from "../write/streams.ts";

/** Milliseconds that a process may take to start. */
const START_MS = 1_000;

async function writeInProcess(
  folder: string,
  name: string,
  startMs: number,
): Promise<number[]> {
  const script = new URL(
    "../../tests/support/programs/fill_database.ts",
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
  deepStrictEqual(await migrate(db), [1, 2, 3, 4, 5, 6]);
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
  deepStrictEqual(await migrate(db), [1, 2, 3, 4, 5, 6]);
  strictEqual((await readCursor(db.kysely)).epoch, epoch);
});

Deno.test("migrate() leaves a newer database as it is", async () => {
  await using store = await openSqliteStore();
  const { kysely } = store.db;
  await kysely.updateTable("meta").set({ value: "7" })
    .where("name", "=", "version").execute();
  await rejects(migrate(store.db), (error) => {
    strictEqual(error instanceof NewerDatabaseError, true);
    strictEqual((error as NewerDatabaseError).version, 7);
    strictEqual(
      (error as Error).message,
      "its schema has version 7, this Freshet knows 6 and older",
    );
    return true;
  });
  const { value } = await kysely.selectFrom("meta").select("value")
    .where("name", "=", "version").executeTakeFirstOrThrow();
  strictEqual(value, "7");
});

Deno.test("several processes make, migrate and fill one database at once", async () => {
  await using folder = await temporaryFolder();
  const startMs = Date.now() + START_MS;
  const names = ["one", "two", "three"];
  const applied = await Promise.all(
    names.map((name) => writeInProcess(folder.path, name, startMs)),
  );
  deepStrictEqual(applied.flat(), [1, 2, 3, 4, 5, 6]);
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
