import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openSqlite } from "../db/connection/sqlite.ts";
import { readCursor } from "../db/read/changes.ts";
import { readTopics } from "../db/read/topics.ts";
import type { TopicSeed } from "../domain/topic/topic.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { DEMO_DATABASE, lockFile, openReader, openStore } from "./database.ts";

Deno.test("openReader() opens what openStore() made, beside it", async () => {
  await using folder = await temporaryFolder();
  const databaseUrl = `sqlite:${folder.path}/a.db`;
  await using _store = await openStore({ databaseUrl, topics: [] });
  await using db = await openReader({ databaseUrl });
  strictEqual((await readCursor(db.kysely)).seq, 0);
});

Deno.test("openReader() opens the database that start uses where nothing was chosen", async () => {
  await using folder = await temporaryFolder();
  const before = Deno.cwd();
  Deno.chdir(folder.path);
  try {
    const own = { databaseUrl: "sqlite:data/freshet.db", mayDemo: true };
    const topicOf = async () => {
      await using db = await openReader(own);
      return (await readTopics(db.kysely)).map(({ slug }) => slug).join();
    };
    const demo = { databaseUrl: DEMO_DATABASE };
    const store = (settings: { databaseUrl: string }, slug: string) =>
      openStore({ ...settings, topics: [{ slug, query: slug }] });
    {
      await using _running = await store(demo, "demo");
      strictEqual(await topicOf(), "demo");
    }
    strictEqual(await topicOf(), "demo", "there is no other");
    {
      await using _running = await store(own, "own");
      strictEqual(await topicOf(), "own");
    }
    strictEqual(await topicOf(), "own", "nothing runs");
    await using _running = await store(demo, "demo");
    strictEqual(await topicOf(), "demo");
  } finally {
    Deno.chdir(before);
  }
});

Deno.test("openReader() makes no database where there is none", async () => {
  await using folder = await temporaryFolder();
  const databaseUrl = `sqlite:${folder.path}/a.db`;
  const said =
    /^DATABASE_URL must be a database that was migrated [^:]*: .*a\.db"/;
  await rejects(openReader({ databaseUrl }), {
    name: "StartError",
    message: said,
  });
  await rejects(Deno.stat(`${folder.path}/a.db`), Deno.errors.NotFound);
});

Deno.test("openReader() says that a file is no database of ours, and leaves it as it is", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(
    `${folder.path}/a.db`,
    "no database at all ".repeat(99),
  );
  const databaseUrl = `sqlite:${folder.path}/a.db`;
  await rejects(openReader({ databaseUrl }), { name: "StartError" });
});

const SEEDS = [{ slug: "trump", query: "trump" }];

/** Opens a store, and returns its topics when it is closed. */
async function openOnce(
  path: string,
  topics: readonly TopicSeed[] = SEEDS,
): Promise<string[]> {
  await using db = await openStore({ databaseUrl: `sqlite:${path}`, topics });
  return (await readTopics(db.kysely)).filter(({ active }) => active)
    .map(({ slug, query }) => `${slug}=${query}`);
}

async function listFiles(path: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(path));
  return entries.map(({ name }) => name).toSorted();
}

Deno.test("openStore() makes the folder, the file and a topic to begin with", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/data/new/freshet.db`;
  deepStrictEqual(await openOnce(path), ["trump=trump"]);
  deepStrictEqual(await listFiles(`${folder.path}/data/new`), ["freshet.db"]);
});

Deno.test("openStore() gives a new database the topics of the settings, and leaves those of others", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  const topics = [{ slug: "a", query: "b OR c" }];
  deepStrictEqual(await openOnce(path, topics), ["a=b OR c"]);
  deepStrictEqual(await openOnce(path), ["a=b OR c"]);
});

Deno.test("openStore() lets only one process at a time store", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  const databaseUrl = `sqlite:${path}`;
  {
    await using _db = await openStore({ databaseUrl, topics: SEEDS });
    await rejects(openOnce(path, [{ slug: "a", query: "a" }]), {
      name: "StartError",
      message: "DATABASE_URL must be a database that this version can write: " +
        `current value is "${databaseUrl}" (another process stores into it)`,
    });
  }
  deepStrictEqual(await openOnce(path), ["trump=trump"]);
});

/** Asserts that a database is refused, and that nothing has changed. */
async function assertRefused(path: string, why: RegExp): Promise<void> {
  const folder = path.replace(/\/[^/]*$/, "");
  const before = await listFiles(folder);
  await rejects(openOnce(path), (error: Error) => {
    strictEqual(error.name, "StartError");
    return error.message.startsWith("DATABASE_URL must be") &&
      error.message.includes(`"sqlite:${path}"`) && why.test(error.message);
  });
  deepStrictEqual(await listFiles(folder), before);
}

Deno.test("openStore() refuses a database of a newer version, and leaves it as it is", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/freshet.db`;
  await openOnce(path);
  const db = new DatabaseSync(path);
  db.exec("update meta set value = '99' where name = 'version'");
  db.close();
  await assertRefused(path, /version 99/);
  await using raw = openSqlite(path);
  deepStrictEqual((await readTopics(raw.kysely)).length, 1);
});

Deno.test("openStore() refuses a file that is no database, and leaves it as it is", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/notes.txt`;
  const text = "These are my notes. ".repeat(100);
  await Deno.writeTextFile(path, text);
  await assertRefused(path, /file is not a database/);
  strictEqual(await Deno.readTextFile(path), text);
});

Deno.test("openStore() refuses a folder", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/data`);
  await assertRefused(`${folder.path}/data`, /unable to open database file/);
});

Deno.test("openStore() refuses a path that cannot be made", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  const path = `${folder.path}/file/data/freshet.db`;
  await rejects(openOnce(path), /"sqlite:.*" \(ENOTDIR/);
});

Deno.test("lockFile() holds a file until it is disposed of, and takes it away", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/lock`;
  {
    using _lock = await lockFile(path);
    await rejects(lockFile(path), /another process stores into it/);
    await rejects(lockFile(path)); // the first refusal did not end the hold
  }
  await rejects(Deno.stat(path), Deno.errors.NotFound);
  using _lock = await lockFile(path);
});

Deno.test("lockFile() takes over what a process left behind that died", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/lock`;
  const script =
    `await (await Deno.open("${path}", { create: true, write: true }))
    .lock(true); Deno.kill(Deno.pid, "SIGKILL");`;
  await new Deno.Command(Deno.execPath(), { args: ["eval", script] }).output();
  await Deno.stat(path);
  using _lock = await lockFile(path);
});
