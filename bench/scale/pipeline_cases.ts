import type { Database } from "../../db/connection/database.ts";
import { openDatabase } from "../../db/open.ts";
import { readTopics } from "../../db/read/topics.ts";
import { storeBatch } from "../../db/write/store_batch.ts";
import { findStream } from "../../db/write/streams.ts";
import { seedTopics } from "../../db/write/topics.ts";
import type { MysqlServer } from "../../tests/support/mysql.ts";
import {
  manageNats,
  type NatsCluster,
  type NatsServer,
  startNatsServer,
} from "../../tests/support/nats.ts";
import { startRole } from "../../tests/support/processes.ts";
import { inTime, retryUntil } from "../../tests/support/waiting.ts";
import { openJetStream } from "../../workers/broker/jetstream/open.ts";
import { BENCH_TOPICS } from "../fill.ts";
import { type Case, rateOf } from "./cases.ts";
import type { GaleraCluster } from "./galera.ts";
import { makeEntries, makeMessages } from "./posts.ts";

/** Longest that a turn of a case may take. */
const TURN_MS = 60_000;

/** Posts of one transaction, as persist stores them. */
const BATCH = 500;

/** Makes a database with its schema and topics. */
async function openStore(
  server: Pick<MysqlServer, "createDatabase">,
  opening: AsyncDisposableStack,
): Promise<{ db: Database; url: string }> {
  const { url } = opening.use(await server.createDatabase());
  const db = opening.use(await openDatabase(url));
  await seedTopics(db, BENCH_TOPICS.map((slug) => ({ slug, query: slug })));
  return { db, url };
}

/** From a log that holds all posts to their rows, by one, two and four processes. */
export async function persistCases(
  server: MysqlServer,
  texts: readonly string[],
  opening: AsyncDisposableStack,
): Promise<Case[]> {
  const { db, url } = await openStore(server, opening);
  const count = async () => {
    const { n } = await db.kysely.selectFrom("posts")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    return Number(n);
  };
  return [1, 2, 4].map((workers) => ({
    what: "persist workers",
    size: String(workers),
    unit: "posts/s",
    setting: `${
      texts.length.toLocaleString("en")
    } posts, log of one server, one MariaDB`,
    async measure(turn) {
      const before = await count();
      await using nats = await startNatsServer();
      const messages = makeMessages(texts, BENCH_TOPICS, `${workers}-${turn}`);
      await using running = new AsyncDisposableStack();
      const env = { NATS_URL: nats.url, DATABASE_URL: url, LOG_LEVEL: "info" };
      const roles = Array.from(
        { length: workers },
        () => running.use(startRole("persist", env)),
      );
      await Promise.all(roles.map((one) => one.waitForLog("persist started")));
      for (const role of roles) role.signal("SIGSTOP");
      await publish(nats.url, messages, 1);
      const allStored = () =>
        retryUntil(async () => {
          if (await count() < before + texts.length) {
            throw new Error("Stored less");
          }
        }, { timeoutMs: TURN_MS, pauseMs: 50 });
      return await rateOf(texts.length, async () => {
        for (const role of roles) role.signal("SIGCONT");
        await allStored();
      });
    },
  }));
}

/** Publishes all, as ingest does, and returns how many a second. */
async function publish(
  url: string,
  messages: ReturnType<typeof makeMessages>,
  replicas: number,
): Promise<number> {
  await using broker = await openJetStream(url, { replicas });
  const sent = () =>
    Promise.all(messages.map((message) => broker.publish(message)));
  return await rateOf(messages.length, () => inTime(TURN_MS, sent()));
}

/** Publishing into a log of one server, and into one that three servers keep. */
export function publishCases(
  single: NatsServer,
  cluster: NatsCluster,
  texts: readonly string[],
): Case[] {
  const logs = [
    { size: "1", url: single.url, replicas: 1 },
    { size: "3", url: cluster.url, replicas: 3 },
  ];
  return logs.map(({ size, url, replicas }) => ({
    what: "copies of the log",
    size,
    unit: "messages/s",
    setting: `${
      texts.length.toLocaleString("en")
    } messages, each acknowledged, one publisher`,
    async measure(turn) {
      const messages = makeMessages(texts, BENCH_TOPICS, `${size}-${turn}`);
      const rate = await publish(url, messages, replicas);
      await using nats = await manageNats(url);
      await nats.manager.streams.delete("POSTS");
      return rate;
    },
  }));
}

/** Storing scored posts into one MariaDB, into a node of a cluster, and into two nodes at once. */
export async function storeCases(
  server: MysqlServer,
  { nodes }: GaleraCluster,
  texts: readonly string[],
  opening: AsyncDisposableStack,
): Promise<Case[]> {
  const { db: single } = await openStore(server, opening);
  const { db: first, url } = await openStore(nodes[0]!, opening);
  const other = new URL(url);
  other.port = String(nodes[1]!.port);
  const second = opening.use(await openDatabase(other.href));
  const databases: [size: string, writers: Database[]][] = [
    ["MariaDB, 1 writer", [single]],
    ["MariaDB, 2 writers", [single, single]],
    ["Galera, 1 writer", [first]],
    ["Galera, 2 writers at 2 nodes", [first, second]],
  ];
  return databases.map(([size, writers]) => ({
    what: "storing alone:",
    size,
    unit: "posts/s",
    setting: `${
      texts.length.toLocaleString("en")
    } scored posts, ${BATCH} a transaction`,
    async measure(turn) {
      const db = writers[0]!;
      const topics = await readTopics(db.kysely);
      const name = `${size} ${turn}`;
      const { stream } = await findStream(db, name, new Date().toISOString());
      const entries = makeEntries(texts, topics)
        .map((entry) => ({ ...entry, extId: `${name} ${entry.extId}` }));
      const batches = Array.from(
        { length: Math.ceil(entries.length / BATCH) },
        (_, i) => entries.slice(i * BATCH, (i + 1) * BATCH),
      ).values();
      const work = async (db: Database) => {
        for (const batch of batches) await storeBatch(db, stream, batch);
      };
      return await rateOf(texts.length, () => Promise.all(writers.map(work)));
    },
  }));
}
