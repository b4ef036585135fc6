import { ended } from "../workers/signals.ts";
import { openStore } from "./database.ts";
import { openBroker } from "./broker.ts";
import { createMetrics } from "./metrics.ts";
import { startStoring } from "./pipeline.ts";
import { requireNats, runRole } from "./role.ts";
import { serveHealth } from "./server.ts";
import { findUnready } from "./web/state.ts";

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
