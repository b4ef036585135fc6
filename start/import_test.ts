import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { audit } from "../db/audit/audit.ts";
import { connectDatabase } from "../db/open.ts";
import { retryUntil } from "../tests/support/waiting.ts";
import { startMysqlServer } from "../tests/support/mysql.ts";
import { startNatsServer } from "../tests/support/nats.ts";
import { startRole } from "../tests/support/processes.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { parseImport } from "./import.ts";

const PLAIN: [args: string[], message: RegExp][] = [
  [[], /^Missing FILE/],
  [["a.csv"], /^Say where the posts belong: --topic NAME .* --track/],
  [["a.csv", "--topic", "cats", "--track"], /not both/],
  [["a.csv", "--tpoic=cats"], /^Unknown option/],
];
for (const [args, message] of PLAIN) {
  Deno.test(`parseImport() refuses [${args}]`, () => {
    try {
      parseImport(args);
    } catch (error) {
      return match((error as Error).message, message);
    }
    ok(false, "it took them");
  });
}

/** Starts an import; what it prints comes with its end. */
function start(
  databaseUrl: string | Record<string, string>,
  ...args: string[]
) {
  const script = fileURLToPath(new URL("import.ts", import.meta.url));
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-check", "-A", script, ...args],
    env: {
      ...typeof databaseUrl === "string"
        ? { DATABASE_URL: databaseUrl }
        : databaseUrl,
      TRACK: "cats=nothing here,dogs=dog",
      NO_COLOR: "1",
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function run(
  databaseUrl: string | Record<string, string>,
  ...args: string[]
) {
  const { code, stdout, stderr } = await start(databaseUrl, ...args).output();
  const [out, err] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  return { code, out: out!, err: err! };
}

function lineOf(i: number): string {
  const id = String(1_200_000_000_000_000_001n + BigInt(i) * 29_360_128n);
  const text = i % 2 === 0 ? `a dog &amp; ${i}` : `a cat ${i}`;
  return JSON.stringify({
    id_str: id,
    full_text: text,
    user: { screen_name: "ann" },
  });
}

async function writePosts(path: string, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, i) => lineOf(i));
  await Deno.writeTextFile(
    path,
    [...lines, "{", '{"id_str":"1","full_text":""}'].join("\n"),
  );
}

async function countRows(databaseUrl: string) {
  await using db = connectDatabase(databaseUrl);
  const rows = await db.kysely.selectFrom("posts")
    .innerJoin("topics", "topics.id", "posts.topic_id")
    .select((
      { fn },
    ) => ["slug", "source", "imported", fn.countAll<number>().as("count")])
    .groupBy(["slug", "source", "imported"]).orderBy("slug").execute();
  const { isClean } = await audit(db);
  return {
    rows: rows.map((row) =>
      `${row.slug} ${row.source} ${row.imported} ${row.count}`
    ),
    isClean,
  };
}

Deno.test("import puts all posts into a topic, or those that match, once, and says what it refused", async () => {
  await using folder = await temporaryFolder();
  const url = `sqlite:${folder.path}/a.db`;
  const file = `${folder.path}/tweets.jsonl`;
  await writePosts(file, 100);
  const dry = await run(url, file, "--dry-run");
  deepStrictEqual([
    dry.code,
    await Deno.stat(`${folder.path}/a.db`).catch(() => null),
  ], [0, null]);
  match(
    dry.out,
    /X API v1\.1\n {2}100 posts, from 2019-11-28 .*\n {2}languages: und 100\n {2}2 refused:\n/,
  );
  const first = await run(url, file, "--topic", "cats");
  strictEqual(first.code, 0, first.err);
  match(first.out, /1 × The line is not JSON; such as line 101: \{/);
  match(
    first.out,
    /100 posts stored, 0 were there already\nThey are kept until they are removed: RETENTION_DAYS/,
  );
  match(
    first.err,
    /"message":"refused".*"detail":"`full_text` is missing","place":"line 102"/,
  );
  const again = await run(url, file, "--topic", "cats");
  match(again.out, /^0 posts stored, 0 were there already$/m);
  match((await run(url, file, "--track")).out, /^50 posts stored/m);
  match((await run(url, file, "--track")).out, /^0 posts stored/m);
  deepStrictEqual(await countRows(url), {
    rows: ["cats x 1 100", "dogs x 1 50"],
    isClean: true,
  });
});

Deno.test("import stores an edited post once, with its later text", async () => {
  await using folder = await temporaryFolder();
  const url = `sqlite:${folder.path}/a.db`;
  const version = (text: string, ...ids: string[]) =>
    JSON.stringify({
      ...{ id: ids.at(-1), text, created_at: "2023-03-21T02:31:49.000Z" },
      ...{ edit_history_tweet_ids: ids, author_id: "7" },
    });
  const [first, second] = ["1638005420042773012", "1638005460042773012"];
  await Deno.writeTextFile(
    `${folder.path}/a.jsonl`,
    [
      version("a boat at eight", first!),
      version("a boat at nine", first!, second!),
    ].join("\n"),
  );
  const { code, err } = await run(
    url,
    `${folder.path}/a.jsonl`,
    ...["--topic", "cats"],
  );
  strictEqual(code, 0, err);
  await using db = connectDatabase(url);
  const rows = await db.kysely.selectFrom("posts")
    .select(["ext_id", "text"]).execute();
  deepStrictEqual(rows.map(({ ext_id, text }) => [ext_id, text]), [[
    first,
    "a boat at nine",
  ]]);
  ok((await audit(db)).isClean);
});

Deno.test("import continues after it was killed, and stores each post once", async () => {
  await using folder = await temporaryFolder();
  const url = `sqlite:${folder.path}/a.db`;
  const file = `${folder.path}/tweets.jsonl`;
  await writePosts(file, 20_000);
  const child = start(url, file, "--topic", "cats");
  const stored = async () => {
    const exists = await Deno.stat(`${folder.path}/a.db`).then(
      () => true,
      () => false,
    );
    return exists
      ? (await countRows(url).catch(() => ({ rows: [] }))).rows
      : [];
  };
  await retryUntil(async () => ok((await stored()).length > 0));
  child.kill("SIGKILL");
  await child.output();
  const before = Number((await stored())[0]!.split(" ")[3]);
  ok(before > 0 && before < 20_000, `${before} before the kill`);
  const rest = await run(url, file, "--topic", "cats");
  strictEqual(rest.code, 0, rest.err);
  match(rest.out, /20,000 posts, from/);
  deepStrictEqual(await countRows(url), {
    rows: ["cats x 1 20000"],
    isClean: true,
  });
});

Deno.test("import says in plain words what cannot be used", async () => {
  await using folder = await temporaryFolder();
  const url = `sqlite:${folder.path}/a.db`;
  const file = `${folder.path}/a.jsonl`;
  await writePosts(file, 1);
  const cases: [args: string[], code: number, message: RegExp][] = [
    [
      [`${folder.path}/none`, "--track"],
      1,
      /^Cannot read .*none: there is no such file$/m,
    ],
    [[folder.path, "--track"], 1, /it is a folder: name its files$/m],
    [
      [file, "--topic", "birds"],
      1,
      /^There is no topic birds: add it with {2}deno task topics add birds=QUERY$/m,
    ],
    [[file], 2, /^Say where the posts belong/],
  ];
  for (const [args, code, message] of cases) {
    const result = await run(url, ...args);
    strictEqual(result.code, code, result.err);
    match(result.err, message);
    ok(!/\n {4}at /.test(result.err), result.err);
  }
  const lock = await Deno.open(`${folder.path}/a.db-lock`, {
    create: true,
    write: true,
  });
  await lock.lock(true);
  match(
    (await run(url, file, "--track")).err,
    /^Freshet runs on this database file/m,
  );
  lock.close();
});

Deno.test("import writes into MariaDB by itself, or through the log of NATS_URL", async () => {
  await using folder = await temporaryFolder();
  await using nats = await startNatsServer();
  await using mysql = await startMysqlServer();
  await using database = await mysql.createDatabase();
  const file = `${folder.path}/tweets.jsonl`;
  await writePosts(file, 1_000);
  const alone = await run(database.url, file, "--topic", "cats");
  match(alone.out, /^1,000 posts stored, 0 were there already$/m, alone.err);
  const env = { DATABASE_URL: database.url, NATS_URL: nats.url };
  await using _persist = startRole("persist", env);
  const logged = await run(env, file, "--track");
  strictEqual(logged.code, 0, logged.err);
  match(logged.out, /^sent to the log: persist stores them$/m);
  await retryUntil(async () => {
    const { rows, isClean } = await countRows(database.url);
    deepStrictEqual(rows, ["cats x 1 1000", "dogs x 1 500"]);
    ok(isClean);
  });
});
