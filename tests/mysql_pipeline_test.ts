import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readConfig } from "../config.ts";
import { audit } from "../db/audit/audit.ts";
import { connectDatabase } from "../db/open.ts";
import { startPipeline } from "../start/pipeline.ts";
import { postLines } from "./support/post_files.ts";
import { temporaryFolder } from "./support/temporary.ts";
import { sharedMysqlServer } from "./support/mysql.ts";
import { retryUntil } from "./support/waiting.ts";

const server = sharedMysqlServer();

/** Runs every role on a file of posts, with a log of its own, until the file is stored. */
async function store(databaseUrl: string, path: string): Promise<void> {
  const config = readConfig({
    SOURCE_URL: `file:${path}`,
    DATABASE_URL: databaseUrl,
    TRACK: "post",
  });
  const messages: string[] = [];
  const log = (_: unknown, message: string) => void messages.push(message);
  const { signal } = new AbortController();
  const parts = { banner: null, log, signal };
  await using pipeline = await startPipeline(config, parts);
  await retryUntil(() => {
    ok(messages.includes("source ended"));
    return Promise.resolve();
  });
  const topics = await pipeline.state.listTopics();
  deepStrictEqual(topics.map(({ slug }) => slug), ["post"]);
}

// Seen to fail when both number their messages in the same stream: what one
// stored counts as a redelivery of what the other would store.
Deno.test("startPipeline() stores into MariaDB from several processes, each with a log of its own", async () => {
  await using made = await server().createDatabase();
  await using folder = await temporaryFolder();
  const lines = postLines(900);
  const paths = ["a", "b"].map((name) => `${folder.path}/${name}`);
  await Deno.writeTextFile(paths[0]!, lines.slice(0, 600).join("\n"));
  await Deno.writeTextFile(paths[1]!, lines.slice(300).join("\n"));
  await Promise.all(paths.map((path) => store(made.url, path)));
  await store(made.url, paths[0]!);

  await using db = connectDatabase(made.url);
  const rows = await db.kysely.selectFrom("posts").select("ext_id").execute();
  deepStrictEqual(
    rows.map((row) => Number(row.ext_id)).sort((a, b) => a - b),
    Array.from({ length: 900 }, (_, i) => i),
  );
  const { isClean, log } = await audit(db);
  strictEqual(isClean, true);
  deepStrictEqual(
    log.map(({ posts, skipped }) => posts + skipped).sort(),
    [0, 600, 600],
  );
});
