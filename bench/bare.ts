/** What the parts of the program do without it, on the same posts: libraries and servers as they are. */
import process from "node:process";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { sql } from "kysely";
import { createConnection } from "mysql2/promise";
import { jetstream, jetstreamManager } from "nats/jetstream";
import Sentiment from "sentiment";
import type { Database } from "../db/connection/database.ts";
import { TABLES, type Tables } from "../db/connection/tables.ts";
import { openDatabase } from "../db/open.ts";
import { startNatsServer } from "../tests/support/nats.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { connectNats } from "../workers/broker/jetstream/connection.ts";
import type { Servers } from "./stored.ts";
import { childrenByName, cpuMs, type Figures } from "./turns.ts";

/** All rows that the program wrote of some posts, by table. */
export type WrittenRows = ReadonlyMap<string, readonly object[]>;

/** Tables that grow with posts. */
const WRITTEN = ["posts", "skipped", "buckets", "terms", "postings"] as const;

/** Posts that a transaction stores. */
const BATCH = 500;

/** Reads all that a database holds of its posts. */
export async function readWritten({ kysely }: Database): Promise<WrittenRows> {
  const rows = new Map<string, readonly object[]>();
  for (const name of WRITTEN) {
    const { columns, primaryKey } = TABLES[name];
    const names = Object.keys(columns) as (keyof Tables[typeof name])[];
    const key = sql.raw(primaryKey.join());
    const read = kysely.selectFrom(name).select(names as never).orderBy(key);
    rows.set(name, await read.execute() as object[]);
  }
  return rows;
}

/** The rows of each table, in as many parts as there are batches of posts. */
function* partsOf(
  rows: WrittenRows,
): Generator<(readonly [table: string, rows: readonly object[]])[]> {
  const parts = Math.ceil(rows.get("posts")!.length / BATCH);
  for (let part = 0; part < parts; part++) {
    yield Array.from(rows, ([table, all]) => {
      const from = Math.floor(all.length * part / parts);
      const to = Math.floor(all.length * (part + 1) / parts);
      return [table, all.slice(from, to)] as const;
    });
  }
}

/** Runs some work and measures it, a thing of so many. */
async function measure(
  count: number,
  work: () => Promise<void> | void,
  server?: readonly [name: string, pid: number],
): Promise<Figures> {
  const [startMs, start] = [performance.now(), process.cpuUsage()];
  const before = server ? await cpuMs(server[1]) : 0;
  await work();
  const { user, system } = process.cpuUsage(start);
  const ms = performance.now() - startMs;
  return {
    perSecond: Math.round(count / ms * 1_000),
    client: Math.round((user + system) / count),
    ...(server && {
      [server[0]]: Math.round(
        (await cpuMs(server[1]) - before) * 1_000 / count,
      ),
    }),
  };
}

/** Publishes lines with ids, 1,000 unacknowledged at most, as the client's documentation does. */
export async function publishBare(lines: readonly string[]): Promise<Figures> {
  await using nats = await startNatsServer();
  const pid = (await childrenByName()).get("nats-server")!;
  await using link = await connectNats(nats.url);
  const manager = await jetstreamManager(link.connection);
  await manager.streams.add({ name: "POSTS", subjects: ["posts.>"] });
  const client = jetstream(link.connection);
  return await measure(lines.length, async () => {
    for (let from = 0; from < lines.length; from += 1_000) {
      const some = lines.slice(from, from + 1_000);
      await Promise.all(
        some.map((line, i) =>
          client.publish("posts.other.file", line, { msgID: `${from + i}` })
        ),
      );
    }
  }, ["nats", pid]);
}

/** Inserts all rows into MariaDB, many a statement, a transaction for each 500 posts. */
export async function insertIntoMysql(
  { mysql, mysqlPid }: Servers,
  rows: WrittenRows,
): Promise<Figures> {
  await using made = await mysql.createDatabase();
  {
    await using _schema = await openDatabase(made.url);
  }
  const connection = await createConnection({ uri: made.url });
  try {
    return await measure(rows.get("posts")!.length, async () => {
      for (const part of partsOf(rows)) {
        await connection.query("begin");
        for (const [table, some] of part) {
          for (let from = 0; from < some.length; from += 1_000) {
            const values = some.slice(from, from + 1_000).map(Object.values);
            const names = Object.keys(some[0]!).map((name) => `\`${name}\``);
            const text = `insert into ${table} (${names}) values ?`;
            await connection.query(text, [values]);
          }
        }
        await connection.query("commit");
      }
    }, ["mariadb", mysqlPid]);
  } finally {
    await connection.end();
  }
}

/** Inserts all rows into SQLite, one a statement, a transaction for each 500 posts. */
export async function insertIntoSqlite(rows: WrittenRows): Promise<Figures> {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/bare.db`;
  {
    await using _schema = await openDatabase(`sqlite:${path}`);
  }
  using db = new DatabaseSync(path);
  db.exec("pragma journal_mode = wal; pragma synchronous = normal");
  const statements = new Map(
    Array.from(rows, ([table, [first = {}]]) => {
      const names = Object.keys(first);
      const marks = names.map(() => "?");
      const text = `insert into ${table} (${names}) values (${marks})`;
      return [table, names.length > 0 ? db.prepare(text) : null];
    }),
  );
  return await measure(rows.get("posts")!.length, () => {
    for (const part of partsOf(rows)) {
      db.exec("begin");
      for (const [table, some] of part) {
        const statement = statements.get(table);
        for (const row of some) {
          statement!.run(...Object.values(row) as SQLInputValue[]);
        }
      }
      db.exec("commit");
    }
  });
}

/** Scores texts by the npm package `sentiment` alone. */
export async function scoreBare(texts: readonly string[]): Promise<Figures> {
  const scorer = new Sentiment();
  return await measure(texts.length, () => {
    for (const text of texts) scorer.analyze(text);
  });
}
