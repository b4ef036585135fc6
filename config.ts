import { maskDatabaseUrl } from "./db/mask_database_url.ts";
import { DatabaseUrlError, parseDatabaseUrl } from "./db/parse_database_url.ts";
import { parseTrack } from "./domain/topic/parse_track.ts";
import type { TopicSeed } from "./domain/topic/topic.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";
import {
  createSettingReader,
  type SettingReader,
} from "./start/create_setting_reader.ts";
import { NatsUrlError, parseNatsUrl } from "./workers/broker/parse_nats_url.ts";
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
  /** `sqlite:PATH` or `mysql://…`; to be shown by {@linkcode maskDatabaseUrl} only. */
  readonly databaseUrl: string;
  /** Null: the log is held in this process. */
  readonly natsUrl: string | null;
  /** How a NATS server keeps the log. */
  readonly stream: StreamSettings;
  /** Null: those that the database has, or `trump` if it has none. */
  readonly topics: readonly TopicSeed[] | null;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where workers without pages answer `/healthz`, `/readyz` and `/metrics`; null: nowhere. */
  readonly healthPort: number | null;
  readonly pollMs: number;
  /** Days that posts are kept; 0: for ever. */
  readonly retentionDays: number;
  readonly logLevel: LogLevel;
  readonly logFormat: "text" | "json";
}

/** How long, how much and how often the log is kept. */
export interface StreamSettings {
  readonly maxAgeSeconds: number;
  readonly maxBytes: number;
  readonly replicas: number;
}

/** The variables that {@linkcode readConfig} knows, in the order of `.env.example`. */
export const VARIABLES = [
  "SOURCE_URL",
  "NATS_URL",
  "DATABASE_URL",
  "TRACK",
  "TWITTER",
  "HOST",
  "PORT",
  "HEALTH_PORT",
  "POLL_MS",
  "RETENTION_DAYS",
  "STREAM_MAX_AGE",
  "STREAM_MAX_BYTES",
  "STREAM_REPLICAS",
  "LOG_LEVEL",
  "LOG_FORMAT",
] as const;

/** Units of time, in seconds. */
const DURATIONS = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Units of size, in bytes. */
const SIZES = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** The name of a variable that {@linkcode readConfig} knows. */
export type Variable = typeof VARIABLES[number];

/** Options for {@linkcode readConfig}. */
export interface ReadConfigOptions {
  /** Whether people read the log as it is written: then it is text. @default {false} */
  isTerminal?: boolean;
}

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
export function readConfig(
  env: Readonly<Record<string, string>>,
  { isTerminal = false }: ReadConfigOptions = {},
): Config {
  const read = createSettingReader<Variable>(env);
  const isDemoByDefault = read.text("SOURCE_URL") === undefined;
  const config: Config = {
    sources: readSources(read),
    isDemoByDefault,
    databaseUrl: readDatabaseUrl(
      read,
      isDemoByDefault ? "sqlite:data/demo.db" : "sqlite:data/freshet.db",
    ),
    natsUrl: readNatsUrl(read),
    stream: {
      maxAgeSeconds: read.amount("STREAM_MAX_AGE", "7d", DURATIONS),
      maxBytes: read.amount("STREAM_MAX_BYTES", "2GiB", SIZES, "10MiB"),
      replicas: read.integer("STREAM_REPLICAS", 1, { min: 1, max: 5 }),
    },
    topics: readTopics(read),
    host: read.text("HOST") ?? "127.0.0.1",
    port: read.integer("PORT", 8_000, { min: 0, max: 65_535 }),
    healthPort: read.text("HEALTH_PORT") === undefined
      ? null
      : read.integer("HEALTH_PORT", 0, { min: 0, max: 65_535 }),
    pollMs: read.integer("POLL_MS", 1_000, { min: 50, max: 60_000 }),
    retentionDays: read.integer("RETENTION_DAYS", 30, { min: 0, max: 36_500 }),
    logLevel: read.choice("LOG_LEVEL", "info", LOG_LEVELS),
    logFormat: read.choice("LOG_FORMAT", isTerminal ? "text" : "json", [
      "text",
      "json",
    ]),
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
}

type Reader = SettingReader<Variable>;

function readSources(read: Reader): SourceSpec[] {
  return (read.text("SOURCE_URL") ?? "demo:").split(/\s+/).flatMap((url) => {
    try {
      return parseSourceUrl(url);
    } catch (error) {
      if (!(error instanceof SourceUrlError)) throw error;
      read.complain("SOURCE_URL", error.message);
      return [];
    }
  });
}

function readDatabaseUrl(read: Reader, standard: string): string {
  const url = read.text("DATABASE_URL") ?? standard;
  try {
    parseDatabaseUrl(url);
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error;
    read.complain("DATABASE_URL", error.message, maskDatabaseUrl);
  }
  return url;
}

function readNatsUrl(read: Reader): string | null {
  const url = read.text("NATS_URL") ?? null;
  try {
    if (url !== null) parseNatsUrl(url);
  } catch (error) {
    if (!(error instanceof NatsUrlError)) throw error;
    read.complain("NATS_URL", error.message);
  }
  return url;
}

function readTopics(read: Reader): readonly TopicSeed[] | null {
  const name = read.text("TRACK") ? "TRACK" : "TWITTER";
  const value = read.text(name);
  if (value === undefined) return null;
  const { topics, problems } = parseTrack(value);
  read.problems.push(...problems.map((problem) => `${name}: ${problem}`));
  return topics;
}
