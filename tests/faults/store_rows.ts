import { ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { manageNats } from "../support/nats.ts";
import { startRole } from "../support/processes.ts";
import { type FaultRow, pause } from "./row.ts";
import { type SettleOptions, timeToFlow } from "./findings.ts";
import type { World } from "./world.ts";
import { type WorldFault, worldRow } from "./world_row.ts";

/** A fault that comes twice: while a backlog waits because `persist` stands still, and under flow. */
function twice(
  name: string,
  fault: (world: World) => Promise<void>,
  settle: SettleOptions,
): WorldFault {
  return {
    name: `${name}, with a backlog and under flow`,
    mustHold:
      "lost 0 of what the source can give again or the log still has; audit right",
    posts: 4_000,
    full: { posts: 50_000, viewers: 20 },
    settle,
    async strike(world, scale) {
      const { process } = world.persists[0]!;
      process.signal("SIGSTOP");
      await pause(scale, [700, 1_500]);
      await fault(world);
      process.signal("SIGCONT");
      const flowMs = await timeToFlow(world, 60_000);
      await pause(scale, [500, 1_000]);
      await fault(world);
      return { flowMs };
    },
  };
}

/** Deletes the stream, as its administrator may. */
async function deleteStream({ nats }: World): Promise<void> {
  await using link = await manageNats(nats.url);
  await link.manager.streams.delete("POSTS");
}

/** Ends the server, empties its folder and starts it. */
async function wipeNats({ nats }: World): Promise<void> {
  await nats.wipe();
}

/** Puts a copy of a moment ago in the place of the server's data: the stream is the same, its newest messages are gone. */
async function restoreNats({ nats }: World): Promise<void> {
  const restore = await nats.backUp();
  await delay(1_500); // what is accepted meanwhile is not in it
  await restore();
}

/** Drops the database and makes it again; topics come back by `TRACK`, posts from the log. */
async function remakeDatabase(world: World): Promise<void> {
  await emptyDatabase(world);
  await runTask("migrate", world.env);
  await runTask("replay", world.env);
}

/** Drops the database and creates it, first ending its connections: a process that stands still may hold a transaction. */
async function emptyDatabase({ database: { name }, mysql }: World) {
  const open = await mysql.run(
    `select id from information_schema.processlist where db = '${name}'`,
  );
  for (const { id } of open) {
    await mysql.run(`kill ${id}`).catch((error) => {
      if (error.code !== "ER_NO_SUCH_THREAD") throw error; // it has ended
    });
  }
  await mysql.run(`drop database ${name}`);
  await mysql.run(`create database ${name}`);
}

async function runTask(
  task: "migrate" | "replay",
  env: Record<string, string>,
): Promise<void> {
  await using process = startRole(task, env);
  const { code, stderr } = await process.output;
  strictEqual(code, 0, stderr);
}

/** Puts a dump of a moment ago in the place of the database. */
async function restoreDump(world: World): Promise<void> {
  const { database, mysql } = world;
  await world.reach(1);
  const access = ["-h127.0.0.1", `-P${mysql.port}`, "-uroot"];
  const dump = await new Deno.Command("/usr/bin/mariadb-dump", {
    args: [...access, "--single-transaction", database.name],
  }).output();
  ok(dump.success);
  await delay(500); // what is stored meanwhile is not in it
  await emptyDatabase(world);
  const restoring = new Deno.Command("/usr/bin/mariadb", {
    args: [...access, database.name],
    stdin: "piped",
  }).spawn();
  await new Blob([dump.stdout]).stream().pipeTo(restoring.stdin);
  ok((await restoring.status).success);
  await runTask("replay", world.env);
}

const LOG = { broken: null };

/** What happens to the log. */
export const LOG_FAULTS: readonly WorldFault[] = [
  twice("the stream is deleted", deleteStream, LOG),
  twice("the store of NATS is wiped", wipeNats, LOG),
  twice("an older store of NATS is restored", restoreNats, LOG),
];

const DATABASE = { broken: null, isReset: true };

/** What happens to the database. */
export const DATABASE_FAULTS: readonly WorldFault[] = [
  twice("the database is dropped and made again", remakeDatabase, DATABASE),
  twice("the database is restored from a dump", restoreDump, DATABASE),
];

/** What is stored outside of the process, and gone. */
export const STORE_ROWS: readonly FaultRow[] = [
  ...LOG_FAULTS,
  ...DATABASE_FAULTS,
].map(worldRow);
