import { readTopics } from "../../db/read_topics.ts";
import { checkFiles } from "../../start/check_files.ts";
import { createRecords } from "../../start/create_records.ts";
import { createMetrics } from "../../start/create_metrics.ts";
import { ended } from "../../start/ended.ts";
import { findUnready } from "../../start/find_unready.ts";
import { openLog } from "../../start/open_log.ts";
import { openStore } from "../../start/open_store.ts";
import { readHealth } from "../../start/read_health.ts";
import { runRole } from "../../start/run_role.ts";
import { serveHealth } from "../../start/serve_health.ts";
import { startIngesting } from "../../start/start_ingesting.ts";
import { waitAtMost } from "../../start/wait_at_most.ts";
import { watchTopics } from "../../start/watch_topics.ts";

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
