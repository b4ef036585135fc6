import main, { provideState } from "../main.ts";
import { aborted, runRole } from "./role.ts";
import {
  formatAddress,
  openWeb,
  serveWeb,
  shutDown,
  webOptions,
} from "./server.ts";

await runRole(async (config, log, signal) => {
  const server = await serveWeb(config, main.fetch, webOptions(config, log));
  await using web = openWeb(config, { log, signal });
  provideState(Promise.resolve(web.state));
  const address = formatAddress(config.host, server.addr.port);
  log("info", "web started", { address });

  await aborted(signal);
  web.drain();
  await shutDown(server);
});
