import { openStore } from "./open_store.ts";
import { runRole } from "./run_role.ts";

await runRole(async (config, log) => {
  await using _db = await openStore(config);
  log("info", "the schema is the newest");
});
