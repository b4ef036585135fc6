import { createMetrics } from "../../start/create_metrics.ts";
import { ended } from "../../start/ended.ts";
import { findUnready } from "../../start/find_unready.ts";
import { openBroker } from "../../start/open_broker.ts";
import { openStore } from "../../start/open_store.ts";
import { requireNats } from "../../start/require_nats.ts";
import { runRole } from "../../start/run_role.ts";
import { serveHealth } from "../../start/serve_health.ts";
import { startStoring } from "../../start/start_storing.ts";

await runRole(async (config, log, signal) => {
  requireNats(config);
  await using writer = await openStore(config, { seed: false });
  await using opened = await openBroker(config, writer, { log, signal });
  const metrics = createMetrics(() => 0);
  await using _health = serveHealth(config, {
    metrics,
    findUnready: () => findUnready(writer, opened.isUp),
  });
  const storing = startStoring(config, {
    ...opened,
    writer,
    metrics,
    log,
    onCommit: opened.nudge,
  });
  log("info", "persist runs");
  await Promise.race([storing.failure, ended(signal)]);
  await storing.stop();
});
