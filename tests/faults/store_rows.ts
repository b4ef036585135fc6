import { ok, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { manageNats } from "../support/nats.ts";
import { startRole } from "../support/processes.ts";
import { type FaultRow, pause } from "./row.ts";
import { settle, type SettleOptions, timeToFlow } from "./findings.ts";
import { openWorld, type World } from "./world.ts";

/** Brings a fault about twice: while a backlog waits because `persist` stands still, and under flow. */
function storeRow(
  name: string,
  fault: (world: World) => Promise<void>,
  options: SettleOptions,
): FaultRow {
  return {
    name: `${name}, with a backlog and under flow`,
    mustHold:
      "lost 0 of what the source can give again or the log still has; audit right",
    isQuick: true,
    async run(scale) {
      await using world = await openWorld(
        scale.isSmall ? { posts: 4_000 } : { posts: 50_000, viewers: 20 },
      );
      await world.reach(100);
      const { process } = world.persists[0]!;
      process.signal("SIGSTOP");
      await pause(scale, [700, 1_500]);
      await fault(world);
      process.signal("SIGCONT");
      const flowMs = await timeToFlow(world, 60_000);
      await pause(scale, [500, 1_000]);
      await fault(world);
      return { ...await settle(world, options), flowMs };
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
async function remakeDatabase({ database, mysql, env }: World): Promise<void> {
  await mysql.run(`drop database ${database.name}`);
  await mysql.run(`create database ${database.name}`);
  await runTask("migrate", env);
  await runTask("replay", env);
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
  await mysql.run(`drop database ${database.name}`);
  await mysql.run(`create database ${database.name}`);
  const restoring = new Deno.Command("/usr/bin/mariadb", {
    args: [...access, database.name],
    stdin: "piped",
  }).spawn();
  await new Blob([dump.stdout]).stream().pipeTo(restoring.stdin);
  ok((await restoring.status).success);
  await runTask("replay", world.env);
}

/** What is stored outside of the process, and gone. */
export const STORE_ROWS: readonly FaultRow[] = [
  storeRow("the stream is deleted", deleteStream, { broken: null }),
  storeRow("the store of NATS is wiped", wipeNats, { broken: null }),
  storeRow("an older store of NATS is restored", restoreNats, { broken: null }),
  storeRow("the database is dropped and made again", remakeDatabase, {
    broken: null,
    isReset: true,
  }),
  storeRow("the database is restored from a dump", restoreDump, {
    broken: null,
    isReset: true,
  }),
];
