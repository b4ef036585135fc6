import { rejects, strictEqual } from "node:assert/strict";
import { readCursor } from "../db/read_cursor.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { openReader } from "./open_reader.ts";
import { openStore } from "./open_store.ts";

Deno.test("openReader() opens what openStore() made, beside it", async () => {
  await using folder = await temporaryFolder();
  const databaseUrl = `sqlite:${folder.path}/a.db`;
  await using _store = await openStore({ databaseUrl, topics: [] });
  await using db = await openReader({ databaseUrl });
  strictEqual((await readCursor(db.kysely)).seq, 0);
});

Deno.test("openReader() makes no database where there is none", async () => {
  await using folder = await temporaryFolder();
  const databaseUrl = `sqlite:${folder.path}/a.db`;
  const said = /^DATABASE_URL must be a database that was migrated: .*a\.db"/;
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
