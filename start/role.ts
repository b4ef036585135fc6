import { parseEnv } from "node:util";
import { type Config, ConfigError, readConfig, VARIABLES } from "../config.ts";
import { createLog, type Log, maskPasswords } from "../log.ts";
import { shutdownSignal } from "../workers/signals.ts";

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

/**
 * The variables that the program knows: those of the process, then those of the
 * file `.env`.
 *
 * @throws {StartError} If there is such a file and it cannot be read.
 */
export async function readEnvironment(
  path = ".env",
): Promise<Record<string, string>> {
  const file = parseEnv(await readIfThere(path));
  const env: Record<string, string> = {};
  for (const name of VARIABLES) {
    const value = Deno.env.get(name) ?? file[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return "";
    throw new StartError(".env", path, "must be a readable file", { cause });
  }
}

/**
 * Makes sure that files which posts come from can be read.
 *
 * @throws {StartError} If one cannot.
 */
export async function checkFiles(
  { sources }: Pick<Config, "sources">,
): Promise<void> {
  for (const source of sources) {
    if (source.kind !== "file") continue;
    try {
      const { isFile } = await Deno.stat(source.path);
      if (!isFile) throw new Error("it is not a file"); // opening a pipe would wait
      using _file = await Deno.open(source.path);
    } catch (cause) {
      const value = `file:${source.path}`;
      const rule = "must name a readable file";
      throw new StartError("SOURCE_URL", value, rule, { cause });
    }
  }
}

/**
 * Holds a file that only one process at a time can hold, until it is disposed
 * of or the process dies. The file is empty and goes with the hold.
 */
export async function lockFile(path: string): Promise<Disposable> {
  const file = await Deno.open(path, { create: true, write: true });
  if (!await file.tryLock(true)) {
    file.close();
    throw new Error("another process stores into it");
  }
  return {
    [Symbol.dispose]() {
      Deno.removeSync(path);
      file.close();
    },
  };
}

/**
 * Makes sure that there is a log which several processes can share.
 *
 * @throws {StartError} If `NATS_URL` is not set.
 */
export function requireNats({ natsUrl }: Pick<Config, "natsUrl">): string {
  if (natsUrl !== null) return natsUrl;
  const rule = "must be nats://host:4222, as this task is a process of its own";
  throw new StartError("NATS_URL", "", rule);
}

/** Thrown when a process cannot start because of a setting; the message names it and its value. */
export class StartError extends Error {
  constructor(
    setting: string,
    value: string,
    rule: string,
    options?: ErrorOptions,
  ) {
    const cause = options?.cause;
    const shown = maskPasswords(value);
    const why = cause instanceof Error
      ? ` (${maskPasswords(cause.message)})`
      : "";
    super(`${setting} ${rule}: current value is "${shown}"${why}`, options);
    this.name = "StartError";
  }
}
