import type { Builder } from "fresh/dev";
import type { State } from "../state.ts";
import { chooseSources } from "./choose_sources.ts";
import { startPipeline } from "./pipeline.ts";
import { aborted, checkFiles, readSettings, shutdownSignal } from "./role.ts";

/** Runs every role like `start`, with pages that are built in memory and reload on change. */
export async function runDev(builder: Builder<State>): Promise<void> {
  const { config: given, log } = await readSettings();
  await checkFiles(given);
  const signal = shutdownSignal();
  const { config, banner } = await chooseSources(given, { log, signal });
  const parts = { banner, log, signal };
  await using pipeline = await startPipeline(config, parts);

  const importApp = async () => {
    const { app, provideState } = await import("../main.ts");
    provideState(Promise.resolve(pipeline.state));
    return app;
  };
  const { host: hostname, port } = config;
  await Promise.race([
    builder.listen(importApp, { hostname, port }),
    pipeline.failure,
    aborted(signal),
  ]);
}
