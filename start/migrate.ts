import { readOptions } from "./cli/command_line.ts";
import { openStore } from "./database.ts";
import { runRole } from "./role.ts";

const HELP = `Brings the schema of DATABASE_URL to the newest version.

  deno task migrate`;

readOptions("migrate", HELP, {});
await runRole(async (config, log) => {
  await using _db = await openStore(config);
  log("info", "the schema is up to date");
});
