import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { type Config, ConfigError, readConfig, VARIABLES } from "../config.ts";
import { parseDatabaseUrl } from "../domain/settings/database_url.ts";
import { createLog, type Log, maskPasswords } from "../log.ts";

/** What a process does until `signal` aborts or its work is done; returns its exit code. */
export type Role = (
  config: Config,
  log: Log,
  signal: AbortSignal,
) => Promise<number | void>;

/** Options for {@linkcode runRole}. */
interface RunRoleOptions {
  /** Files that the role reads besides those of its settings. */
  readonly read?: readonly string[];
}

/**
 * Runs a role as this process. An invalid setting ends it with exit code 1 and
 * one clear message.
 */
export async function runRole(
  role: Role,
  { read = [] }: RunRoleOptions = {},
): Promise<never> {
  try {
    const { config, log } = await readSettings();
    giveUpFiles(config, read);
    const code = await role(config, log, shutdownSignal());
    Deno.exit(code ?? 0); // an open connection must not keep the process alive
  } catch (error) {
    const isSetting = error instanceof ConfigError ||
      error instanceof StartError;
    // deno-lint-ignore no-console
    console.error(isSetting ? error.message : error);
    Deno.exit(1);
  }
}

/** The settings of this process, and the log that they ask for. */
export async function readSettings(): Promise<{ config: Config; log: Log }> {
  const isTerminal = Deno.stderr.isTerminal();
  const config = readConfig(await readEnvironment(), { isTerminal });
  const { logLevel: level, logFormat: format } = config;
  return { config, log: createLog({ level, format }) };
}

const PROGRAM = fileURLToPath(new URL("../", import.meta.url));

/**
 * Gives up the files that this process does not need, for good: from now on it
 * reads the program, its sources and its database, and writes into the folder of
 * its database. Deno takes back only what was granted by name, so the tasks
 * grant the root folder.
 */
export function giveUpFiles(
  { sources, databaseUrl, databaseReadUrl = null }:
    & Pick<Config, "sources" | "databaseUrl">
    & Partial<Pick<Config, "databaseReadUrl">>,
  read: readonly string[] = [],
): void {
  const database = parseDatabaseUrl(databaseUrl);
  const written = database.kind === "sqlite" ? [dirname(database.path)] : [];
  const posts = sources.flatMap((one) => one.kind === "file" ? one.path : []);
  const authorities = [databaseUrl, databaseReadUrl].flatMap(authorityOf);
  keepOnly("write", written);
  keepOnly("read", [PROGRAM, ...written, ...posts, ...authorities, ...read]);
}

/** The file of the authority that an address of a database names. */
function authorityOf(url: string | null): string[] {
  const address = url === null ? null : parseDatabaseUrl(url);
  const ssl = address?.kind === "mysql" ? address.ssl : null;
  return ssl === null || ssl === "system" ? [] : [ssl.caPath];
}

function keepOnly(name: "read" | "write", paths: readonly string[]): void {
  for (const path of paths) {
    const { state } = Deno.permissions.querySync({ name, path });
    if (state === "granted") Deno.permissions.requestSync({ name, path });
  }
  Deno.permissions.revokeSync({ name, path: "/" });
}

/** A signal that aborts on SIGINT or SIGTERM; a second one ends the process at once. */
export function shutdownSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => {
      if (controller.signal.aborted) Deno.exit(130);
      controller.abort(name);
    });
  }
  return controller.signal;
}

/** Resolves when `signal` aborts. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener("abort", resolve, { once: true });
  });
}

/**
 * The variables that the program knows and this process may read: those of the
 * process, then those of the file `.env`.
 *
 * @throws {StartError} If the file exists and cannot be read.
 */
export async function readEnvironment(
  path = ".env",
): Promise<Record<string, string>> {
  const file = parseEnv(await readIfPresent(path));
  const env: Record<string, string> = {};
  for (const name of VARIABLES.filter(mayRead)) {
    const value = Deno.env.get(name) ?? file[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Whether a variable is one of this role's. */
function mayRead(variable: string): boolean {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted";
}

async function readIfPresent(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return "";
    throw new StartError(".env", path, "must be a readable file", { cause });
  }
}

/**
 * Checks that source files can be read.
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
 * The server that several processes share as their log.
 *
 * @throws {StartError} If `NATS_URL` is not set.
 */
export function requireNats({ natsUrl }: Pick<Config, "natsUrl">): string {
  if (natsUrl !== null) return natsUrl;
  const rule = "must be nats://host:4222, as this task is a process of its own";
  throw new StartError("NATS_URL", "", rule);
}

/** Thrown when a process cannot start because of a setting; the message has its name and value. */
export class StartError extends Error {
  constructor(
    setting: string,
    value: string,
    rule: string,
    options?: ErrorOptions,
  ) {
    const cause = options?.cause;
    const shown = maskPasswords(value);
    const reason = cause instanceof Error
      ? ` (${maskPasswords(cause.message)})`
      : "";
    super(`${setting} ${rule}: current value is "${shown}"${reason}`, options);
    this.name = "StartError";
  }
}
