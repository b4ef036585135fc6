import { readConfig } from "../config.ts";
import { createLog } from "../log.ts";
import type { State } from "../state.ts";
import { readEnvironment } from "./role.ts";
import { openWeb } from "./server.ts";

/** Opens what pages need by the environment alone, for a server that only asks for pages; it stays open. */
export async function openState(): Promise<State> {
  const config = readConfig(await readEnvironment());
  const { logLevel: level, logFormat: format } = config;
  const log = createLog({ level, format });
  const { signal } = new AbortController();
  return openWeb(config, { log, signal }).state;
}
