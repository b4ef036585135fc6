import { openStore } from "./database.ts";
import { runRole } from "./role.ts";

await runRole(async (config, log) => {
  await using _db = await openStore(config);
  log("info", "the schema is the newest");
});
