import { openStore } from "./database.ts";
import { ended } from "./ended.ts";
import { findUnready } from "./find_unready.ts";
import { openBroker } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { requireNats } from "./require_nats.ts";
import { runRole } from "./role.ts";
import { serveHealth } from "./serve_health.ts";
import { startStoring } from "./start_storing.ts";

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
