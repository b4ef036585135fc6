import {
  DatabaseUrlError,
  maskDatabaseUrl,
  parseDatabaseUrl,
} from "./domain/settings/database_url.ts";
import { NatsUrlError, parseNatsUrl } from "./domain/settings/nats_url.ts";
import {
  parseSourceUrl,
  type SourceSpec,
  SourceUrlError,
} from "./domain/settings/source_url.ts";
import type { TopicSeed } from "./domain/topic/topic.ts";
import { parseTrack } from "./domain/topic/track.ts";
import { LOG_LEVELS, type LogLevel, maskPasswords } from "./log.ts";

/** Everything that the processes are told from outside. */
export interface Config {
  readonly sources: readonly SourceSpec[];
  /** Whether nobody chose anything: then posts are made up where Bluesky cannot be reached. */
  readonly mayDemo: boolean;
  /** Bearer token of the API of X. */
  readonly xToken: string | null;
  /** Posts that X may bill on one day, UTC; 0: no limit. */
  readonly xPostsPerDay: number;
  /** Token of an account on the Mastodon server. */
  readonly mastodonToken: string | null;
  /** Lets its holder change topics; null: nobody may. */
  readonly adminToken: string | null;
  /** `sqlite:PATH` or `mysql://…`; to be shown by {@linkcode maskDatabaseUrl} only. */
  readonly databaseUrl: string;
  /** Null: the log is held in this process. */
  readonly natsUrl: string | null;
  /** How a NATS server keeps the log. */
  readonly stream: StreamSettings;
  /** What a database begins with that never had a topic. */
  readonly topics: readonly TopicSeed[];
  /** Whether somebody wrote these topics down. */
  readonly isTracked: boolean;
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
interface StreamSettings {
  readonly maxAgeSeconds: number;
  readonly maxBytes: number;
  readonly replicas: number;
}

/** The variables that {@linkcode readConfig} knows, in the order of `.env.example`. */
export const VARIABLES = [
  "SOURCE_URL",
  "X_BEARER_TOKEN",
  "X_POSTS_PER_DAY",
  "MASTODON_TOKEN",
  "NATS_URL",
  "DATABASE_URL",
  "TRACK",
  "TWITTER",
  "HOST",
  "PORT",
  "HEALTH_PORT",
  "POLL_MS",
  "ADMIN_TOKEN",
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
type Variable = typeof VARIABLES[number];

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
  const config: Config = {
    sources: readSources(read),
    mayDemo: CHOICES.every((name) => read.text(name) === undefined),
    xToken: read.text("X_BEARER_TOKEN") ?? null,
    xPostsPerDay: read.integer("X_POSTS_PER_DAY", 2_000, {
      min: 0,
      max: 100_000_000,
    }),
    mastodonToken: read.text("MASTODON_TOKEN") ?? null,
    adminToken: read.text("ADMIN_TOKEN") ?? null,
    databaseUrl: readDatabaseUrl(read),
    natsUrl: readNatsUrl(read),
    stream: {
      maxAgeSeconds: read.amount("STREAM_MAX_AGE", "7d", DURATIONS),
      maxBytes: read.amount("STREAM_MAX_BYTES", "2GiB", SIZES, "10MiB"),
      replicas: read.integer("STREAM_REPLICAS", 1, { min: 1, max: 5 }),
    },
    topics: readTopics(read),
    isTracked: (read.text("TRACK") ?? read.text("TWITTER")) !== undefined,
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

/** Whoever sets one of these has chosen what to see. */
const CHOICES = [
  "SOURCE_URL",
  "X_BEARER_TOKEN",
  "DATABASE_URL",
  "NATS_URL",
] as const;

function readSources(read: Reader): SourceSpec[] {
  const standard = read.text("X_BEARER_TOKEN") ? "x:" : "bluesky:";
  const urls = (read.text("SOURCE_URL") ?? standard).split(/\s+/);
  const specs = urls.flatMap((url) => {
    try {
      return parseSourceUrl(url);
    } catch (error) {
      if (!(error instanceof SourceUrlError)) throw error;
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

/** Sources that nobody may read without a token, and where it stands. */
const TOKENS = [
  ["x", "X_BEARER_TOKEN"],
  ["mastodon", "MASTODON_TOKEN"],
] as const;

/** What two sources that are read at once must not share. */
function nameOf(spec: SourceSpec): string {
  const { kind } = spec;
  if (kind === "file") return `${kind}:${spec.path}`;
  return kind === "mastodon" ? `${kind}://${spec.host}` : `${kind}:`;
}

function readDatabaseUrl(read: Reader): string {
  const url = read.text("DATABASE_URL") ?? "sqlite:data/freshet.db";
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

function readTopics(read: Reader): readonly TopicSeed[] {
  const name = read.text("TRACK") ? "TRACK" : "TWITTER";
  const value = read.text(name) ?? "trump";
  const { topics, problems } = parseTrack(value);
  read.problems.push(...problems.map((problem) => `${name}: ${problem}`));
  return topics;
}

/** Reads settings one by one and keeps what is wrong with them. */
interface SettingReader<Name extends string> {
  /** A sentence for each setting that is not as allowed. */
  readonly problems: string[];
  /** What a setting says, trimmed; undefined if it is empty or not set. */
  text(name: Name): string | undefined;
  /** A whole number from `min` to `max`. */
  integer(
    name: Name,
    standard: number,
    range: { min: number; max: number },
  ): number;
  /** A number with a unit, such as `7d`, not less than `least`, in the smallest unit, which may be left out. */
  amount(
    name: Name,
    standard: string,
    units: Readonly<Record<string, number>>,
    least?: string,
  ): number;
  /** One of the words `allowed`. */
  choice<T extends string>(
    name: Name,
    standard: T,
    allowed: readonly T[],
  ): T;
  /** Keeps a problem: what the setting must be, and what it is, without secrets. */
  complain(name: Name, rule: string, mask?: (value: string) => string): void;
}

/** Creates a reader of variables such as those of the environment. */
function createSettingReader<Name extends string>(
  env: Readonly<Record<string, string>>,
): SettingReader<Name> {
  const problems: string[] = [];
  const text = (name: Name) => env[name]?.trim() || undefined;

  function complain(name: Name, rule: string, mask = maskPasswords): void {
    const value = mask(text(name) ?? "");
    problems.push(`${name} ${rule}: current value is "${value}"`);
  }

  return {
    problems,
    text,
    complain,
    integer(name, standard, { min, max }) {
      const digits = text(name) ?? String(standard);
      const value = /^\d+$/.test(digits) ? Number(digits) : NaN;
      if (value >= min && value <= max) return value;
      complain(name, `must be a whole number from ${min} to ${max}`);
      return standard;
    },
    amount(name, standard, units, least = "1") {
      const value = readAmount(text(name) ?? standard, units);
      if (value >= readAmount(least, units)) return value;
      const names = Object.keys(units).join(", ");
      const rule = `must be a whole number with a unit (${names})`;
      complain(name, least === "1" ? rule : `${rule}, at least ${least}`);
      return 1;
    },
    choice(name, standard, allowed) {
      const value = text(name) ?? standard;
      const found = allowed.find((one) => one === value);
      if (!found) complain(name, `must be one of ${allowed.join(", ")}`);
      return found ?? standard;
    },
  };
}

/** A whole number and its unit, in the smallest unit; NaN if it is anything else. */
function readAmount(
  text: string,
  units: Readonly<Record<string, number>>,
): number {
  const [, digits, unit] = /^(\d+) ?([A-Za-z]*)$/.exec(text) ?? [];
  const factor = unit === "" ? 1 : units[unit ?? ""];
  const value = Number(digits) * Number(factor);
  return Number.isSafeInteger(value) ? value : NaN;
}
