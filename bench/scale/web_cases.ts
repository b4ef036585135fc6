import { openDatabase } from "../../db/open.ts";
import { readChanges } from "../../db/read/changes.ts";
import type { MysqlServer } from "../../tests/support/mysql.ts";
import { startRole } from "../../tests/support/processes.ts";
import { freePort } from "../../tests/support/temporary.ts";
import { retryUntil } from "../../tests/support/waiting.ts";
import { BENCH_TOPICS, fillDatabase } from "../fill.ts";
import { type Case, rateOf } from "./cases.ts";

/** Posts in the database that pages show. */
const POSTS = 20_000;

/** Requests under way at once, and for how long. */
const CLIENTS = 8;
const LOAD_MS = 4_000;

/** Pages by one and by two processes, and how many new rows one of them can follow. */
export async function webCases(
  server: MysqlServer,
  opening: AsyncDisposableStack,
): Promise<Case[]> {
  const { url } = opening.use(await server.createDatabase());
  const db = opening.use(await openDatabase(url));
  await fillDatabase(db, POSTS);
  const addresses: string[] = [];
  for (let i = 0; i < 2; i++) {
    const port = freePort();
    opening.use(startRole("web", { DATABASE_URL: url, PORT: String(port) }));
    addresses.push(`http://127.0.0.1:${port}`);
  }
  for (const address of addresses) {
    await retryUntil(() => load(`${address}/readyz`), { timeoutMs: 60_000 });
    for (let i = 0; i < 10; i++) await load(`${address}/t/${BENCH_TOPICS[0]}`);
  }
  const cases = [1, 2].map((replicas): Case => ({
    what: "web replicas",
    size: String(replicas),
    unit: "pages/s",
    setting: `/t/:topic, ${CLIENTS} clients, ${
      POSTS.toLocaleString("en")
    } posts, nothing new`,
    measure: () => measureLoad(addresses.slice(0, replicas)),
  }));
  return [...cases, {
    what: "rows that one poller reads",
    size: "",
    unit: "posts/s",
    setting: `${
      POSTS.toLocaleString("en")
    } posts, 500 at a time, not sent to viewers`,
    measure: () =>
      rateOf(POSTS, async () => {
        for (let seq = 0; seq < POSTS;) {
          seq = (await readChanges(db.kysely, seq, { limit: 500 })).cursor.seq;
        }
      }),
  }];
}

async function measureLoad(addresses: readonly string[]): Promise<number> {
  const startMs = performance.now();
  let count = 0;
  const client = async () => {
    while (performance.now() - startMs < LOAD_MS) {
      const n = count++;
      const topic = BENCH_TOPICS[n % BENCH_TOPICS.length];
      await load(`${addresses[n % addresses.length]}/t/${topic}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return count / (performance.now() - startMs) * 1_000;
}

async function load(url: string): Promise<void> {
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
}
