import { setTimeout as delay } from "node:timers/promises";
import { type Config, ConfigError, readConfig } from "./config.ts";
import { connectDatabase } from "./db/connect_database.ts";
import { maskDatabaseUrl } from "./db/mask_database_url.ts";
import { createLog, type Log } from "./log.ts";
import main, { provideState } from "./main.ts";
import { checkFiles } from "./start/check_files.ts";
import { formatAddress } from "./start/format_address.ts";
import { openStore } from "./start/open_store.ts";
import { readEnvironment } from "./start/read_environment.ts";
import { serveWeb } from "./start/serve_web.ts";
import { StartError } from "./start/start_error.ts";
import { startPipeline } from "./start/start_pipeline.ts";
import type { State } from "./state.ts";
import { shutdownSignal } from "./workers/shutdown_signal.ts";

/** How long open connections may take to end. */
const SHUTDOWN_MS = 5_000;

/** Runs every role in this process until `signal` aborts. */
async function start(
  config: Config,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const state = Promise.withResolvers<State>();
  provideState(state.promise);

  await checkFiles(config);
  const server = serveWeb(config, main.fetch);
  await using writer = await openStore(config);
  await using reader = connectDatabase(config.databaseUrl);
  await using pipeline = await startPipeline(config, { writer, reader, log });
  state.resolve(pipeline.state);
  announce(config, pipeline.state.source, server.addr.port);

  await Promise.race([pipeline.failure, ended(signal)]);
  pipeline.drain();
  await Promise.race([server.shutdown(), delay(SHUTDOWN_MS)]);
}

function announce(config: Config, source: string, port: number): void {
  const address = formatAddress(config.host, port);
  // deno-lint-ignore no-console
  console.log(
    `Freshet ${address} · source ${source} · broker embedded · ` +
      `database ${maskDatabaseUrl(config.databaseUrl)}`,
  );
}

async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener("abort", resolve, { once: true });
  });
}

if (import.meta.main) {
  try {
    const config = readConfig(await readEnvironment(), {
      isTerminal: Deno.stderr.isTerminal(),
    });
    const log = createLog({
      level: config.logLevel,
      format: config.logFormat,
    });
    await start(config, log, shutdownSignal());
    Deno.exit(0); // a connection that would not end must not keep the process
  } catch (error) {
    const isSetting = error instanceof ConfigError ||
      error instanceof StartError;
    // deno-lint-ignore no-console
    console.error(isSetting ? error.message : error);
    Deno.exit(1);
  }
}
