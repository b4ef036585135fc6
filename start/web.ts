import main, { provideState } from "../main.ts";
import { ended } from "../workers/signals.ts";
import { runRole } from "./role.ts";
import { formatAddress, openWeb, serveWeb, shutDown } from "./server.ts";

await runRole(async (config, log, signal) => {
  const server = serveWeb(config, main.fetch);
  await using web = openWeb(config, { log, signal });
  provideState(Promise.resolve(web.state));
  const address = formatAddress(config.host, server.addr.port);
  log("info", "web runs", { address });

  await ended(signal);
  web.drain();
  await shutDown(server);
});
