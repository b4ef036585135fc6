import { audit } from "../db/audit/audit.ts";
import { openReader } from "./database.ts";
import { formatAudit } from "./format_audit.ts";
import { openLog } from "./broker.ts";
import { runRole } from "./role.ts";

await runRole(async (config, log, signal) => {
  await using db = await openReader(config);
  await using broker = config.natsUrl === null
    ? null
    : await openLog(config, "read", { log, signal });
  const state = await broker?.state();
  const report = await audit(
    db,
    ({ name, created }) =>
      name === broker?.stream.name && created === broker.stream.created
        ? state?.stored
        : undefined,
  );
  const waiting = state?.pending ?? null;
  // deno-lint-ignore no-console
  console.log(
    Deno.args.includes("--json")
      ? JSON.stringify({ ...report, waiting })
      : formatAudit(report, waiting),
  );
  return report.isClean ? 0 : 1;
});
