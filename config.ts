import { ALERT_FORMATS } from "./domain/alert/message.ts";
import { maskAlertUrl, parseAlertUrl } from "./domain/settings/alert_url.ts";
import {
  DatabaseUrlError,
  maskDatabaseUrl,
  parseDatabaseUrl,
} from "./domain/settings/database_url.ts";
import { parseNatsUrl } from "./domain/settings/nats_url.ts";
import {
  createSettingReader,
  isUrlError,
  type SettingReader,
} from "./domain/settings/setting_reader.ts";
import {
  parseSourceUrl,
  type SourceSpec,
} from "./domain/settings/source_url.ts";
import type { TopicSeed } from "./domain/topic/topic.ts";
import { parseTrack } from "./domain/topic/track.ts";
import { LOG_LEVELS, maskPasswords } from "./log.ts";

/** The settings of a process. */
export type Config = Readonly<ReturnType<typeof readConfig>>;

/** The variables that {@linkcode readConfig} knows, in the order of `.env.example`. */
export const VARIABLES = [
  "SOURCE_URL",
  "X_BEARER_TOKEN",
  "X_POSTS_PER_DAY",
  "MASTODON_TOKEN",
  "NATS_URL",
  "DATABASE_URL",
  "DATABASE_READ_URL",
  "TRACK",
  "TWITTER",
  "HOST",
  "PORT",
  "HEALTH_PORT",
  "TRUST_PROXY",
  "POLL_MS",
  "ADMIN_TOKEN",
  "RETENTION_DAYS",
  "ALERT_URL",
  "ALERT_FORMAT",
  "ALERT_SECRET",
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

type Variable = typeof VARIABLES[number];

/** Options for {@linkcode readConfig}. */
export interface ReadConfigOptions {
  /** Whether the log goes to a terminal: then it is text. @default {false} */
  isTerminal?: boolean;
}

/** Thrown at start, with all problems. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
  }
}

/**
 * Reads the settings from environment variables. An empty variable counts as not
 * set.
 *
 * @throws {ConfigError} With a sentence for each invalid variable.
 */
export function readConfig(
  env: Readonly<Record<string, string>>,
  { isTerminal = false }: ReadConfigOptions = {},
) {
  const read = createSettingReader<Variable>(env, maskPasswords);
  const ports = { min: 0, max: 65_535 };
  const config = {
    sources: readSources(read),
    /** Whether demo posts may be shown if Bluesky is unreachable: nothing else was chosen. */
    mayDemo: CHOICES.every((name) => read.text(name) === undefined),
    /** Bearer token of the API of X. */
    xToken: read.token("X_BEARER_TOKEN"),
    /** Posts that X may bill on one day, UTC; 0 for no limit. */
    xPostsPerDay: read.integer("X_POSTS_PER_DAY", 2_000, {
      min: 0,
      max: 100_000_000,
    }),
    /** Token of an account on the Mastodon server. */
    mastodonToken: read.token("MASTODON_TOKEN"),
    /** Allows its holder to change topics; null for nobody. */
    adminToken: read.text("ADMIN_TOKEN") ?? null,
    /** `sqlite:PATH` or `mysql://…`; show it through {@linkcode maskDatabaseUrl} only. */
    databaseUrl: read.url("DATABASE_URL", parseDatabaseUrl, maskDatabaseUrl) ??
      "sqlite:data/freshet.db",
    databaseReadUrl: readReplicaUrl(read),
    /** Null: the broker is in this process. */
    natsUrl: read.url("NATS_URL", parseNatsUrl) ?? null,
    /** Limits of the log on a NATS server. */
    stream: {
      maxAgeSeconds: read.amount("STREAM_MAX_AGE", "7d", DURATIONS),
      maxBytes: read.amount("STREAM_MAX_BYTES", "2GiB", SIZES, "10MiB"),
      replicas: read.integer("STREAM_REPLICAS", 1, { min: 1, max: 5 }),
    },
    /** Topics of a new database. */
    topics: readTopics(read),
    /** Whether the topics are set, not the default. */
    isTracked: (read.text("TRACK") ?? read.text("TWITTER")) !== undefined,
    host: read.text("HOST") ?? "127.0.0.1",
    /** 0: any free port. */
    port: read.integer("PORT", 8_000, ports),
    /** Port of `/healthz`, `/readyz` and `/metrics` of workers without pages; null for none. */
    healthPort: read.text("HEALTH_PORT") === undefined
      ? null
      : read.integer("HEALTH_PORT", 0, ports),
    /** Whether the client's address is what a proxy in front sends. */
    trustProxy: read.choice("TRUST_PROXY", "0", ["0", "1"]) === "1",
    pollMs: read.integer("POLL_MS", 1_000, { min: 50, max: 60_000 }),
    /** Days to keep posts; 0 keeps them for ever. */
    retentionDays: read.integer("RETENTION_DAYS", 30, { min: 0, max: 36_500 }),
    /** Where alerts are sent; null: they are only shown. */
    alerts: readAlerts(read),
    logLevel: read.choice("LOG_LEVEL", "info", LOG_LEVELS),
    logFormat: read.choice("LOG_FORMAT", isTerminal ? "text" : "json", [
      "text",
      "json",
    ]),
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
}

/** Address of a replica that takes reads from the database; null for none. */
function readReplicaUrl(read: SettingReader<Variable>): string | null {
  const name = "DATABASE_READ_URL";
  const url = read.url(name, parseReplicaUrl, maskDatabaseUrl) ?? null;
  if (url !== null && !/^mysql:/i.test(read.text("DATABASE_URL") ?? "")) {
    const rule = "must not be set unless DATABASE_URL is mysql://…";
    read.complain(name, rule, maskDatabaseUrl);
  }
  return url;
}

function parseReplicaUrl(url: string): void {
  if (parseDatabaseUrl(url).kind === "mysql") return;
  throw new DatabaseUrlError("must be mysql://USER:PASSWORD@HOST/DATABASE");
}

/** Settings that choose what is shown. */
const CHOICES = [
  "SOURCE_URL",
  "X_BEARER_TOKEN",
  "DATABASE_URL",
  "NATS_URL",
] as const;

function readSources(read: SettingReader<Variable>): SourceSpec[] {
  const fallback = read.text("X_BEARER_TOKEN") ? "x:" : "bluesky:";
  const urls = (read.text("SOURCE_URL") ?? fallback).split(/\s+/);
  const specs = urls.flatMap((url) => {
    try {
      return parseSourceUrl(url);
    } catch (error) {
      if (!isUrlError(error)) throw error;
      read.complain("SOURCE_URL", error.message);
      return [];
    }
  });
  const keys = specs.map(nameOf);
  if (new Set(keys).size < keys.length) {
    read.complain("SOURCE_URL", "must name each source once");
  }
  for (const [kind, name] of TOKENS) {
    const isNeeded = specs.some((spec) => spec.kind === kind);
    if (isNeeded && !read.text(name)) {
      read.problems.push(`${name} must be set for the source ${kind}:`);
    }
  }
  return specs;
}

/** Sources that need a token, and its variable. */
const TOKENS = [
  ["x", "X_BEARER_TOKEN"],
  ["mastodon", "MASTODON_TOKEN"],
] as const;

/** Identifies a source: it must not be read twice. */
function nameOf(spec: SourceSpec): string {
  const { kind } = spec;
  if (kind === "file") return `${kind}:${spec.path}?${spec.topic ?? ""}`;
  if (kind !== "mastodon") return `${kind}:`;
  return `${kind}://${spec.host}${
    spec.feeds ? JSON.stringify(spec.feeds) : ""
  }`;
}

function readTopics(read: SettingReader<Variable>): readonly TopicSeed[] {
  const name = read.text("TRACK") ? "TRACK" : "TWITTER";
  const value = read.text(name) ?? "trump";
  const { topics, problems } = parseTrack(value);
  read.problems.push(...problems.map((problem) => `${name}: ${problem}`));
  return topics;
}

function readAlerts(read: SettingReader<Variable>) {
  const url = read.url("ALERT_URL", parseAlertUrl, maskAlertUrl);
  const format = read.choice("ALERT_FORMAT", "json", ALERT_FORMATS);
  const secret = read.text("ALERT_SECRET") ?? null;
  if (url === undefined || !URL.canParse(url)) return null;
  return { url: new URL(url), format, secret };
}
