import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { MIGRATIONS } from "../../db/schema/migrate.ts";
import { buildPages } from "../support/pages.ts";
import { type RoleProcess, startRole } from "../support/processes.ts";
import { freePort, temporaryFolder } from "../support/temporary.ts";
import { settle, timeToFlow } from "./findings.ts";
import type { FaultRow } from "./row.ts";
import { openWorld, queryMysql, type World } from "./world.ts";

const MIGRATE = "db/schema/migrate.ts";

async function run(command: string, args: string[], cwd?: string) {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args,
    ...cwd !== undefined && { cwd },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

/** The program as it was before the newest change of the schema, from the history, with its pages built. */
async function checkOutOld(): Promise<{ path: string } & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await temporaryFolder());
  const { path } = folder;
  const newest = await run("git", ["log", "-1", "--format=%H", "--", MIGRATE]);
  const archive = `${path}/old.tar`;
  await run("git", ["archive", "-o", archive, `${newest}^`]);
  await run("tar", ["-xf", archive, "-C", path]);
  await run("cp", ["-r", "node_modules", path]);
  await run(Deno.execPath(), ["run", "-A", "dev.ts", "build"], path);
  const opened = opening.move();
  return { path, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Kills a migration in its midst, then runs two at once. */
async function migrate({ env }: World): Promise<void> {
  {
    await using killed = startRole("migrate", env);
    await delay(700);
    await killed.kill();
  }
  await using one = startRole("migrate", env);
  await using two = startRole("migrate", env);
  for (const { code, stderr } of await Promise.all([one.output, two.output])) {
    strictEqual(code, 0, stderr);
  }
}

/** Asks a role to end, and returns its lines about errors. */
async function endWell(process: RoleProcess): Promise<string[]> {
  process.signal("SIGTERM");
  const { code, stderr } = await process.output;
  strictEqual(code, 0, stderr);
  return stderr.split("\n").filter((line) => line.includes('"level":"error"'));
}

const rollingUpgrade: FaultRow = {
  name: "old and new roles side by side over a migration",
  mustHold: "errors 0, lost 0; a killed and two migrators apply it once",
  isQuick: false,
  async run(scale) {
    await using old = await checkOutOld();
    const rate = scale.isSmall ? 200 : 400;
    await using world = await openWorld({
      ...{ posts: scale.isSmall ? 8_000 : 40_000, rate, root: old.path },
    });
    await world.reach(100);
    await migrate(world);
    await buildPages();
    const port = String(freePort());
    await using _web = startRole("web", { ...world.env, PORT: port });
    await using _ingest = startRole("ingest", world.env);
    await using _persist = startRole("persist", world.env);
    await delay(scale.isSmall ? 5_000 : 60_000);
    const roles = [...world.ingests, ...world.persists];
    const ended = roles.map(({ process }) => endWell(process));
    const errors = (await Promise.all(ended)).flat();
    deepStrictEqual(errors, []);
    const flowMs = await timeToFlow(world, 20_000);
    const [meta] = await queryMysql(
      world.database.url,
      "select cast(value as char) as version from meta where name = 'version'",
    );
    strictEqual(Number(meta!.version), MIGRATIONS.length);
    return { ...await settle(world), errors: errors.length, flowMs };
  },
};

/** One version after another. */
export const UPGRADE_ROWS: readonly FaultRow[] = [rollingUpgrade];
