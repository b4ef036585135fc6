import { readTopics } from "../db/read/topics.ts";
import { ended, waitAtMost } from "../workers/signals.ts";
import { openStore } from "./database.ts";
import { readHealth } from "./web/health.ts";
import { openLog } from "./broker.ts";
import { createMetrics } from "./metrics.ts";
import { createRecords, startIngesting, watchTopics } from "./pipeline.ts";
import { checkFiles, runRole } from "./role.ts";
import { serveHealth } from "./server.ts";
import { findUnready } from "./web/state.ts";

/** How long what is on its way may take to be in the log when the process ends. */
const DRAIN_MS = 5_000;

await runRole(async (config, log, signal) => {
  await checkFiles(config);
  await using db = await openStore(config);
  await using broker = await openLog(config, "ingest", { log, signal });
  const metrics = createMetrics(() => 0, {
    readHealth: () => readHealth(db, config.xPostsPerDay),
  });
  await using _health = serveHealth(config, {
    metrics,
    findUnready: () => findUnready(db, () => broker.isUp),
  });
  await using topics = await watchTopics(() => readTopics(db.kysely), {
    onError: (error) => log("warn", "cannot read the topics", { error }),
  });
  const ingesting = startIngesting(config, {
    ...createRecords(db),
    leases: broker.leases,
    broker,
    topics,
    metrics,
    log,
  });
  log("info", "ingest runs", { sources: ingesting.keys });
  await ended(signal);
  await waitAtMost(DRAIN_MS, [ingesting.stop()]);
  ingesting.giveUp();
  await ingesting.stop();
});
