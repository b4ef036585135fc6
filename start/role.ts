import { type Config, ConfigError, readConfig } from "../config.ts";
import { createLog, type Log } from "../log.ts";
import { shutdownSignal } from "../workers/shutdown_signal.ts";
import { readEnvironment } from "./read_environment.ts";
import { StartError } from "./start_error.ts";

/** What a process does until `signal` aborts or its work is done; the answer is its exit code. */
export type Role = (
  config: Config,
  log: Log,
  signal: AbortSignal,
) => Promise<number | void>;

/**
 * Runs a role as this process: reads the settings, and ends with exit code 1
 * and one clear message if a setting does not fit.
 */
export async function runRole(role: Role): Promise<never> {
  try {
    const config = readConfig(await readEnvironment(), {
      isTerminal: Deno.stderr.isTerminal(),
    });
    const { logLevel: level, logFormat: format } = config;
    const code = await role(
      config,
      createLog({ level, format }),
      shutdownSignal(),
    );
    Deno.exit(code ?? 0); // a connection that would not end must not keep the process
  } catch (error) {
    const isSetting = error instanceof ConfigError ||
      error instanceof StartError;
    // deno-lint-ignore no-console
    console.error(isSetting ? error.message : error);
    Deno.exit(1);
  }
}
