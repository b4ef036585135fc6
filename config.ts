import { parseTrack } from "./domain/parse_track.ts";
import type { TopicSeed } from "./domain/topic.ts";
import { LOG_LEVELS, type LogLevel, maskPasswords } from "./log.ts";
import {
  parseSourceUrl,
  type SourceSpec,
  SourceUrlError,
} from "./workers/ingest/parse_source_url.ts";

/** Everything that the processes are told from outside. */
export interface Config {
  readonly sources: readonly SourceSpec[];
  /** Whether nobody chose a source, so that the posts are made up. */
  readonly isDemoByDefault: boolean;
  /** A path, or `:memory:`. */
  readonly databasePath: string;
  /** Null: those that the database has, or `trump` if it has none. */
  readonly topics: readonly TopicSeed[] | null;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly pollMs: number;
  /** Days that posts are kept; 0: for ever. */
  readonly retentionDays: number;
  readonly logLevel: LogLevel;
  readonly logFormat: "text" | "json";
}

/** The variables that {@linkcode readConfig} knows, in the order of `.env.example`. */
export const VARIABLES = [
  "SOURCE_URL",
  "DATABASE_URL",
  "TRACK",
  "TWITTER",
  "HOST",
  "PORT",
  "POLL_MS",
  "RETENTION_DAYS",
  "LOG_LEVEL",
  "LOG_FORMAT",
] as const;

type Variable = typeof VARIABLES[number];

/** Thrown once, at start, with every problem in it. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
  }
}

/**
 * Reads the configuration from environment variables. An empty variable counts
 * as one that is not set.
 *
 * @throws {ConfigError} With a sentence for each variable that is not as allowed.
 */
export function readConfig(env: Readonly<Record<string, string>>): Config {
  const problems: string[] = [];
  const get = (name: Variable) => env[name]?.trim() || undefined;
  const complain = (name: Variable, rule: string) => {
    const value = maskPasswords(get(name) ?? "");
    problems.push(`${name} ${rule}: current value is "${value}"`);
  };

  function integer(
    name: Variable,
    standard: number,
    min: number,
    max: number,
  ): number {
    const value = Number(get(name) ?? standard);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    complain(name, `must be a whole number from ${min} to ${max}`);
    return standard;
  }
  function choice<T extends string>(
    name: Variable,
    standard: T,
    allowed: readonly T[],
  ): T {
    const value = get(name) ?? standard;
    const found = allowed.find((one) => one === value);
    if (!found) complain(name, `must be one of ${allowed.join(", ")}`);
    return found ?? standard;
  }
  function sources(): SourceSpec[] {
    return (get("SOURCE_URL") ?? "demo:").split(/\s+/).flatMap((url) => {
      try {
        return parseSourceUrl(url);
      } catch (error) {
        if (!(error instanceof SourceUrlError)) throw error;
        complain("SOURCE_URL", error.message);
        return [];
      }
    });
  }
  function databasePath(standard: string): string {
    const url = get("DATABASE_URL") ?? standard;
    const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
    if (!path) complain("DATABASE_URL", "must be sqlite:PATH");
    return path ?? "";
  }
  function topics(): readonly TopicSeed[] | null {
    const name = get("TRACK") ? "TRACK" : "TWITTER";
    const value = get(name);
    if (value === undefined) return null;
    const track = parseTrack(value);
    problems.push(...track.problems.map((problem) => `${name}: ${problem}`));
    return track.topics;
  }

  const isDemoByDefault = get("SOURCE_URL") === undefined;
  const config: Config = {
    sources: sources(),
    isDemoByDefault,
    databasePath: databasePath(
      isDemoByDefault ? "sqlite:data/demo.db" : "sqlite:data/freshet.db",
    ),
    topics: topics(),
    host: get("HOST") ?? "127.0.0.1",
    port: integer("PORT", 8_000, 0, 65_535),
    pollMs: integer("POLL_MS", 1_000, 50, 60_000),
    retentionDays: integer("RETENTION_DAYS", 30, 0, 36_500),
    logLevel: choice("LOG_LEVEL", "info", LOG_LEVELS),
    logFormat: choice(
      "LOG_FORMAT",
      Deno.stderr.isTerminal() ? "text" : "json",
      ["text", "json"],
    ),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
