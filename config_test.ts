import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import { type Config, ConfigError, readConfig, VARIABLES } from "./config.ts";
import settings from "./deno.json" with { type: "json" };

const DEMO = { kind: "demo", rate: undefined, seed: undefined };
const FILE = {
  kind: "file",
  path: "a",
  rate: undefined,
  speed: undefined,
  restamp: false,
  loop: false,
};
const DEFAULTS = {
  sources: [{ kind: "bluesky" }],
  mayDemo: true,
  xToken: null,
  xPostsPerDay: 2_000,
  mastodonToken: null,
  adminToken: null,
  databaseUrl: "sqlite:data/freshet.db",
  databaseReadUrl: null,
  natsUrl: null,
  stream: { maxAgeSeconds: 604_800, maxBytes: 2 ** 31, replicas: 1 },
  topics: [{ slug: "trump", query: "trump" }],
  isTracked: false,
  host: "127.0.0.1",
  port: 8_000,
  healthPort: null,
  trustProxy: false,
  pollMs: 1_000,
  retentionDays: 30,
  alerts: null,
  logLevel: "info",
  logFormat: "json",
};

Deno.test("readConfig() fills in the defaults", () => {
  deepStrictEqual(readConfig({}), DEFAULTS);
});

Deno.test("readConfig() takes an empty variable for one that is not set", () => {
  const empty = Object.fromEntries(VARIABLES.map((name) => [name, " "]));
  deepStrictEqual(readConfig(empty), DEFAULTS);
});

Deno.test("readConfig() writes text to a terminal unless told otherwise", () => {
  const isTerminal = true;
  strictEqual(readConfig({}, { isTerminal }).logFormat, "text");
  const env = { LOG_FORMAT: "json" };
  strictEqual(readConfig(env, { isTerminal }).logFormat, "json");
});

/** Variables, and what they make of the configuration. */
const READ: [env: Record<string, string>, config: Partial<Config>][] = [
  [{ HOST: "0.0.0.0" }, { host: "0.0.0.0" }],
  [{ PORT: "0" }, { port: 0 }],
  [{ PORT: " 65535 " }, { port: 65_535 }],
  [{ POLL_MS: "50" }, { pollMs: 50 }],
  [{ RETENTION_DAYS: "0" }, { retentionDays: 0 }],
  [{ ALERT_URL: "https://a.example/b", ALERT_FORMAT: "ntfy" }, {
    alerts: {
      url: new URL("https://a.example/b"),
      format: "ntfy",
      secret: null,
    },
  }],
  [{ LOG_LEVEL: "debug" }, { logLevel: "debug" }],
  [{ LOG_FORMAT: "text" }, { logFormat: "text" }],
  [{ DATABASE_URL: " sqlite:x.db " }, {
    databaseUrl: "sqlite:x.db",
    mayDemo: false,
  }],
  [{ DATABASE_URL: "mysql://me:pw@host/db" }, {
    databaseUrl: "mysql://me:pw@host/db",
    mayDemo: false,
  }],
  [
    {
      DATABASE_URL: "mysql://me:pw@host/db",
      DATABASE_READ_URL: "mysql://me:pw@copy/db",
    },
    {
      databaseUrl: "mysql://me:pw@host/db",
      databaseReadUrl: "mysql://me:pw@copy/db",
      mayDemo: false,
    },
  ],
  [{ X_POSTS_PER_DAY: "0" }, { xPostsPerDay: 0 }],
  [{ ADMIN_TOKEN: "secret" }, { adminToken: "secret" }],
  [{ TRACK: "trump" }, { isTracked: true }],
  [{ TWITTER: "otters" }, {
    topics: [{ slug: "otters", query: "otters" }],
    isTracked: true,
  }],
  [{ TRACK: "a, b=(c OR d)", TWITTER: "(" }, {
    topics: [{ slug: "a", query: "a" }, { slug: "b", query: "(c OR d)" }],
    isTracked: true,
  }],
];

for (const [env, config] of READ) {
  Deno.test(`readConfig() reads ${JSON.stringify(env)}`, () => {
    deepStrictEqual(readConfig(env), { ...DEFAULTS, ...config });
  });
}

Deno.test("readConfig() reads several sources", () => {
  const config = readConfig({ SOURCE_URL: " file:a\n  demo: " });
  deepStrictEqual(config.sources, [FILE, DEMO]);
});

Deno.test("readConfig() reads X if there is a token for it", () => {
  const config = readConfig({ X_BEARER_TOKEN: "secret" });
  deepStrictEqual(config.sources, [{ kind: "x" }]);
  strictEqual(config.xToken, "secret");
});

for (const name of ["SOURCE_URL", "DATABASE_URL", "X_BEARER_TOKEN"]) {
  Deno.test(`readConfig() makes nothing up for whoever sets ${name}`, () => {
    const value = name === "SOURCE_URL" ? "bluesky:" : "sqlite:x.db";
    strictEqual(readConfig({ [name]: value }).mayDemo, false);
  });
}

Deno.test("readConfig() asks for the tokens that sources need", () => {
  deepStrictEqual(
    problemsOf({ SOURCE_URL: "x: mastodon://a", MASTODON_TOKEN: " " }),
    [
      "X_BEARER_TOKEN must be set for the source x:",
      "MASTODON_TOKEN must be set for the source mastodon:",
    ],
  );
});

/** Reads what cannot be read. */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error("There were no problems");
}

/** A value that is not allowed, and what is said of it. */
const REFUSED: [name: string, value: string, rule: string][] = [
  [
    "SOURCE_URL",
    "ftp:x",
    "must be x:, bluesky:, mastodon://HOST, file:PATH or demo:?rate=20",
  ],
  ["SOURCE_URL", "bluesky: bluesky://a", "must name each source once"],
  ["SOURCE_URL", "file:a file:a?rate=1", "must name each source once"],
  [
    "X_POSTS_PER_DAY",
    "none",
    "must be a whole number from 0 to 100000000",
  ],
  ["SOURCE_URL", "file:", "must name a file after file:"],
  [
    "DATABASE_URL",
    "x.db",
    "must be sqlite:PATH or mysql://USER:PASSWORD@HOST:3306/DATABASE",
  ],
  ["DATABASE_URL", "mysql://me@host", "must name one database after the host"],
  [
    "DATABASE_READ_URL",
    "mysql://me@host/db",
    "must not be set unless DATABASE_URL is mysql://…",
  ],
  ["PORT", "http", "must be a whole number from 0 to 65535"],
  ["PORT", "65536", "must be a whole number from 0 to 65535"],
  ["PORT", "-1", "must be a whole number from 0 to 65535"],
  ["PORT", "0x50", "must be a whole number from 0 to 65535"],
  ["PORT", "80.5", "must be a whole number from 0 to 65535"],
  ["POLL_MS", "49", "must be a whole number from 50 to 60000"],
  ["POLL_MS", "1e3", "must be a whole number from 50 to 60000"],
  ["ALERT_FORMAT", "xml", "must be one of json, slack, discord, ntfy"],
  ["RETENTION_DAYS", "never", "must be a whole number from 0 to 36500"],
  ["LOG_LEVEL", "INFO", "must be one of debug, info, warn, error"],
  ["LOG_LEVEL", "constructor", "must be one of debug, info, warn, error"],
  ["LOG_FORMAT", "xml", "must be one of text, json"],
];

for (const [name, value, rule] of REFUSED) {
  Deno.test(`readConfig() refuses ${name}=${value}`, () => {
    deepStrictEqual(problemsOf({ [name]: value }), [
      `${name} ${rule}: current value is "${value}"`,
    ]);
  });
}

Deno.test("readConfig() refuses a replica that is no MySQL, and shows no password", () => {
  const DATABASE_URL = "mysql://me@host/db";
  deepStrictEqual(
    problemsOf({ DATABASE_URL, DATABASE_READ_URL: "sqlite:a.db" }),
    [
      "DATABASE_READ_URL must be mysql://USER:PASSWORD@HOST/DATABASE: " +
      'current value is "sqlite:a.db"',
    ],
  );
  const [problem] = problemsOf({ DATABASE_READ_URL: "mysql://me:pw@host/db" });
  match(problem!, /current value is "mysql:\/\/me:\*\*\*@host\/db"$/);
});

for (const name of ["TRACK", "TWITTER"]) {
  Deno.test(`readConfig() says what is wrong with the topics of ${name}`, () => {
    const problems = problemsOf({ [name]: "(a, ok, x y=b" });
    ok(problems.length > 0);
    for (const problem of problems) {
      ok(problem.startsWith(`${name}: `), problem);
    }
    ok(problems[0]!.includes("(a"));
  });
}

Deno.test("readConfig() reports every problem at once", () => {
  const env = {
    SOURCE_URL: "file:a ftp:b demo:?rate=x",
    DATABASE_URL: "y",
    TRACK: "(",
    PORT: "z",
    POLL_MS: "z",
    RETENTION_DAYS: "z",
    LOG_LEVEL: "z",
    LOG_FORMAT: "z",
  };
  deepStrictEqual(
    problemsOf(env).map((problem) => /^[A-Z_]+/.exec(problem)?.[0]),
    [
      "SOURCE_URL",
      "SOURCE_URL",
      "DATABASE_URL",
      "TRACK",
      "PORT",
      "POLL_MS",
      "RETENTION_DAYS",
      "LOG_LEVEL",
      "LOG_FORMAT",
    ],
  );
  throws(() => readConfig(env), { message: problemsOf(env).join("\n") });
});

Deno.test("readConfig() never shows a password", () => {
  const url = "mysql://me:hunter2@host";
  const [problem] = problemsOf({ DATABASE_URL: url });
  ok(problem!.includes('"mysql://me:***@host"'), problem!);
  const problems = problemsOf({ SOURCE_URL: url, DATABASE_URL: url });
  ok(!problems.join().includes("hunter2"));
  const [token] = problemsOf({ NATS_URL: "nats://hunter2@host" });
  ok(token!.endsWith('current value is "nats://***@host"'), token!);
});

/** The variables of `.env.example` with their values. */
async function readExample(): Promise<Record<string, string>> {
  const example = new URL(".env.example", import.meta.url);
  const text = await Deno.readTextFile(example);
  const lines = text.matchAll(/^# ([A-Z_]+)=(.*)$/gm);
  return Object.fromEntries(lines.map(([, name, value]) => [name, value]));
}

Deno.test(".env.example lists the variables that readConfig() knows, in their order", async () => {
  deepStrictEqual(Object.keys(await readExample()), [...VARIABLES]);
});

Deno.test(".env.example shows the defaults", async () => {
  deepStrictEqual(readConfig(await readExample()), {
    ...DEFAULTS,
    mayDemo: false,
    isTracked: true,
  });
});

Deno.test("the task start may read the variables that readConfig() knows; each other task some of them", () => {
  const { start, ...others } = settings.permissions;
  deepStrictEqual(start.env.allow, [...VARIABLES]);
  const known = new Set<string>(VARIABLES);
  for (const { env: { allow } } of Object.values(others)) {
    ok(allow.length < VARIABLES.length && new Set(allow).isSubsetOf(known));
  }
});

for (const [name, { command }] of Object.entries(settings.tasks)) {
  const run = command.split(" && ").at(-1)!;
  const [, script] = / (?:start\/)?(\w+)\.ts$/.exec(run) ?? [];
  if (!/ start(\/\w+)?\.ts$/.test(run)) continue;
  Deno.test(`the task ${name} has the permissions of its role, and asks for no other`, () => {
    const own = Object.hasOwn(settings.permissions, script!) ? script : "tools";
    // Without -q Deno 2.9 warns on every start that permission sets are experimental.
    match(run, new RegExp(`^deno run -q .*--no-prompt -P=${own} `));
    doesNotMatch(run, / -A | --allow-(all|env|run|sys|ffi)/);
    // `giveUpFiles()` takes back only what was granted by name.
    doesNotMatch(run, /--allow-(read|write) /);
  });
}

const STREAMS: [name: string, value: string, expected: number][] = [
  ["STREAM_MAX_AGE", "90s", 90],
  ["STREAM_MAX_AGE", "30m", 1_800],
  ["STREAM_MAX_AGE", "2 d", 172_800],
  ["STREAM_MAX_BYTES", "10MiB", 10 * 2 ** 20],
  ["STREAM_MAX_BYTES", "2GiB", 2 ** 31],
];

for (const [name, value, expected] of STREAMS) {
  Deno.test(`readConfig() reads ${name}=${value}`, () => {
    const { maxAgeSeconds, maxBytes } = readConfig({ [name]: value }).stream;
    strictEqual(name === "STREAM_MAX_AGE" ? maxAgeSeconds : maxBytes, expected);
  });
}

const NO_STREAMS: [name: string, value: string, rule: string][] = [
  ["STREAM_MAX_AGE", "7", "must be a whole number with a unit (s, m, h, d)"],
  ["STREAM_MAX_AGE", "0s", "must be a whole number with a unit (s, m, h, d)"],
  [
    "STREAM_MAX_BYTES",
    "2147483648",
    "must be a whole number with a unit (B, KiB, MiB, GiB), at least 10MiB",
  ],
  ["STREAM_MAX_AGE", "0", "must be a whole number with a unit (s, m, h, d)"],
  ["STREAM_MAX_AGE", "1w", "must be a whole number with a unit (s, m, h, d)"],
  [
    "STREAM_MAX_AGE",
    "a while",
    "must be a whole number with a unit (s, m, h, d)",
  ],
  [
    "STREAM_MAX_BYTES",
    "9MiB",
    "must be a whole number with a unit (B, KiB, MiB, GiB), at least 10MiB",
  ],
];

for (const [name, value, rule] of NO_STREAMS) {
  Deno.test(`readConfig() refuses ${name}=${value}`, () => {
    throws(() => readConfig({ [name]: value }), (error) => {
      ok(error instanceof ConfigError);
      deepStrictEqual(error.problems, [
        `${name} ${rule}: current value is "${value}"`,
      ]);
      return true;
    });
  });
}
