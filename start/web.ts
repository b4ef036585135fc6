import { connectDatabase } from "../db/connect_database.ts";
import { readNewestSource } from "../db/read_newest_source.ts";
import main, { provideState } from "../main.ts";
import type { State } from "../state.ts";
import { createDemoBanner } from "./create_demo_banner.ts";
import { createState } from "./create_state.ts";
import { createWeb } from "./create_web.ts";
import { ended } from "./ended.ts";
import { followNudges } from "./follow_nudges.ts";
import { formatAddress } from "./format_address.ts";
import { runRole } from "./run_role.ts";
import { serveWeb } from "./serve_web.ts";
import { shutDown } from "./shut_down.ts";

await runRole(async (config, log, signal) => {
  const state = Promise.withResolvers<State>();
  provideState(state.promise);
  const server = serveWeb(config, main.fetch);
  await using reader = connectDatabase(config.databaseUrl);
  const { feed, metrics } = createWeb(config, reader, log);
  using _feed = feed;
  await using nudges = followNudges(config, feed.nudge, { log, signal });
  state.resolve(createState(reader, {
    feed,
    readMetrics: metrics.read,
    readBanner: createDemoBanner(() => readNewestSource(reader.kysely)),
    source: config.natsUrl === null ? "database" : "JetStream",
    isBrokerUp: nudges.isUp,
  }));
  const address = formatAddress(config.host, server.addr.port);
  log("info", "web runs", { address });

  await ended(signal);
  feed.drain();
  await shutDown(server);
});
