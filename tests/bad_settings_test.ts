import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { VARIABLES } from "../config.ts";
import { openDatabase } from "../db/open.ts";
import { SOURCE_RULE, WRONG } from "./support/bad_settings.ts";
import { startRole } from "./support/processes.ts";
import { freePort, temporaryFolder } from "./support/temporary.ts";
import { retryUntil } from "./support/waiting.ts";

const START = fileURLToPath(new URL("../start.ts", import.meta.url));
const NOTES = "These are my notes. ".repeat(100);
const PATIENCE_MS = 5_000;

/** A setting that must end the process at once. `FOLDER` stands for the folder that it runs in. */
interface BadSetting {
  readonly name: string;
  readonly env: Record<string, string>;
  /** The lines that it must write, from their beginning. */
  readonly says: readonly string[];
}

/** A setting of one variable and what the program must say of it. */
function bad(name: string, value: string, rule: string): BadSetting {
  const says = `${name} ${rule}: current value is "${value}"`;
  return { name: `${name}=${value}`, env: { [name]: value }, says: [says] };
}

const FILE_RULE = "must name a readable file";
const DATABASE_RULE = "must be a database that this version can write";

const BAD: readonly BadSetting[] = [
  bad("SOURCE_URL", "ftp:posts", SOURCE_RULE),
  bad(
    "SOURCE_URL",
    "demo:?rate=fast",
    'must have a rate from 0.001 to 100000, not "fast"',
  ),
  bad("SOURCE_URL", "file:none.ndjson", FILE_RULE),
  bad("SOURCE_URL", "file:data", FILE_RULE),
  bad("SOURCE_URL", "file:notes.txt/posts", FILE_RULE),
  bad(
    "DATABASE_URL",
    "posts.db",
    "must be sqlite:PATH or mysql://USER:PASSWORD@HOST:3306/DATABASE",
  ),
  bad("DATABASE_URL", "sqlite:notes.txt", DATABASE_RULE),
  bad("DATABASE_URL", "sqlite:data", DATABASE_RULE),
  bad("DATABASE_URL", "sqlite:notes.txt/data/a.db", DATABASE_RULE),
  bad("DATABASE_URL", "sqlite:/proc/freshet/a.db", DATABASE_RULE),
  bad("DATABASE_URL", "sqlite:data/newer.db", DATABASE_RULE),
  {
    name: "DATABASE_READ_URL beside SQLite",
    env: { DATABASE_READ_URL: "mysql://web:secret@127.0.0.1:3306/freshet" },
    says: [
      "DATABASE_READ_URL must not be set unless DATABASE_URL is mysql://…: " +
      'current value is "mysql://web:***@127.0.0.1:3306/freshet"',
    ],
  },
  bad("HOST", "192.0.2.1", "must be an address of this machine"),
  bad("PORT", "http", "must be a whole number from 0 to 65535"),
  bad("POLL_MS", "1", "must be a whole number from 50 to 60000"),
  bad("RETENTION_DAYS", "-1", "must be a whole number from 0 to 36500"),
  bad("LOG_LEVEL", "loud", "must be one of debug, info, warn, error"),
  bad("LOG_FORMAT", "xml", "must be one of text, json"),
  bad("ALERT_FORMAT", "teams", "must be one of json, slack, discord, ntfy"),
  {
    name: "ALERT_URL=ftp://x.example/hook",
    env: { ALERT_URL: "ftp://x.example/hook" },
    says: [
      "ALERT_URL must be https://host/path or http://host/path: " +
      'current value is "ftp://x.example/…"',
    ],
  },
  {
    name: "TRACK=(trump",
    env: { TRACK: "(trump" },
    says: ['TRACK: Topic "(trump": '],
  },
  {
    name: "TWITTER=-trump",
    env: { TWITTER: "-trump" },
    says: ['TWITTER: Topic "-trump": '],
  },
  {
    name: "a password that must not be shown",
    env: { DATABASE_URL: "mysql://me:hunter2@127.0.0.1:1/db" },
    says: [
      `DATABASE_URL ${DATABASE_RULE}: current value is "mysql://me:***@127.0.0.1:1/db" (`,
    ],
  },
  {
    name: "several bad settings",
    env: { LOG_LEVEL: "loud", PORT: "http", DATABASE_URL: "a.db" },
    says: ["DATABASE_URL must", "PORT must", "LOG_LEVEL must"],
  },
];

/** A folder with a file of text and a database of a newer version. */
async function prepareFolder(): Promise<{ path: string } & AsyncDisposable> {
  const folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/notes.txt`, NOTES);
  await using db = await openDatabase(`sqlite:${folder.path}/data/newer.db`);
  await db.kysely.updateTable("meta").set({ value: "99" })
    .where("name", "=", "version").execute();
  return folder;
}

/** All that is below a folder: paths, and what a text file says. */
async function look(path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(path)) {
    const below = `${path}/${name}`;
    if (isDirectory) found.push(...await look(below));
    const text = name.endsWith(".txt") ? await Deno.readTextFile(below) : "";
    found.push(`${below} ${text}`);
  }
  return found.toSorted();
}

/** Runs `start.ts` in a folder until it ends by itself. */
async function start(cwd: string, env: Record<string, string>) {
  const inherited = Deno.env.toObject();
  for (const name of VARIABLES) delete inherited[name];
  const startMs = performance.now();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", START],
    cwd,
    clearEnv: true,
    env: { ...inherited, NO_COLOR: "1", ...env },
    stdin: "null",
    signal: AbortSignal.timeout(2 * PATIENCE_MS),
  }).output();
  const tookMs = performance.now() - startMs;
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, tookMs, stdout: decode(stdout), stderr: decode(stderr) };
}

/** Asserts that settings end the process, with these lines and without a trace. */
async function assertRefused(
  cwd: string,
  env: Record<string, string>,
  says: readonly string[],
): Promise<void> {
  const before = await look(cwd);
  const { code, tookMs, stdout, stderr } = await start(cwd, env);
  const lines = stderr.split("\n");
  deepStrictEqual(
    lines.map((line, i) => line.slice(0, says[i]?.length)),
    says,
    stderr,
  );
  ok(!/hunter2|^ +at /m.test(stderr), stderr);
  strictEqual(stdout, "");
  strictEqual(code, 1);
  ok(tookMs < PATIENCE_MS, `ended after ${tookMs} ms`);
  deepStrictEqual(await look(cwd), before);
}

for (const { name, env, says } of BAD) {
  Deno.test(`start refuses ${name}`, async () => {
    await using folder = await prepareFolder();
    const port = freePort();
    await assertRefused(folder.path, { PORT: String(port), ...env }, says);
    await rejects(
      Deno.connect({ hostname: "127.0.0.1", port }),
      Deno.errors.ConnectionRefused,
    );
  });
}

// One process names all at once: the n-th wrong value of each variable.
for (let round = 0; WRONG.some(([, values]) => round in values); round++) {
  const wrong = WRONG.flatMap(([name, values]) =>
    values.slice(round, round + 1).map((wrong) => [name, ...wrong] as const)
  );
  Deno.test(`start names ${wrong.length} bad settings at once (${round + 1})`, async () => {
    await using folder = await prepareFolder();
    const env = Object.fromEntries(wrong.map(([name, value]) => [name, value]));
    const { code, tookMs, stderr } = await start(folder.path, env);
    const says = wrong.map(([name, value, rule, shown = value]) =>
      `${name} ${rule}: current value is "${shown}"`
    );
    deepStrictEqual(stderr.split("\n").toSorted(), says.toSorted());
    strictEqual(code, 1);
    ok(tookMs < PATIENCE_MS, `ended after ${tookMs} ms`);
  });
}

Deno.test("the table of bad settings has 60 values, of every variable that can be wrong", () => {
  const values = WRONG.flatMap(([, values]) => values);
  ok(values.length + BAD.length >= 60);
  const named = new Set([
    ...WRONG.map(([name]) => name),
    ...BAD.flatMap(({ env }) => Object.keys(env)),
  ]);
  const free = ["ADMIN_TOKEN", "ALERT_SECRET"]; // any text will do
  deepStrictEqual(VARIABLES.filter((name) => !named.has(name)), free);
});

Deno.test("start refuses a port that is taken", async () => {
  await using folder = await prepareFolder();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  await assertRefused(folder.path, { PORT: String(port) }, [
    `PORT must be free: current value is "${port}"`,
  ]);
});

Deno.test("start refuses a file .env that it cannot read", async () => {
  await using folder = await prepareFolder();
  await Deno.mkdir(`${folder.path}/.env`);
  await assertRefused(folder.path, {}, [
    '.env must be a readable file: current value is ".env"',
  ]);
});

Deno.test("start reads bad settings from the file .env too", async () => {
  await using folder = await prepareFolder();
  await Deno.writeTextFile(`${folder.path}/.env`, "POLL_MS=soon\n");
  await assertRefused(folder.path, {}, [
    'POLL_MS must be a whole number from 50 to 60000: current value is "soon"',
  ]);
});

for (const role of ["ingest", "persist"] as const) {
  Deno.test(`${role} refuses a HEALTH_PORT that is taken before it waits for anything`, async () => {
    await using folder = await temporaryFolder();
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    await using started = startRole(role, {
      SOURCE_URL: "demo:",
      NATS_URL: "nats://127.0.0.1:1",
      DATABASE_URL: `sqlite:${folder.path}/a.db`,
      HEALTH_PORT: String(port),
    });
    const waiting = started.waitForLog("cannot reach NATS yet")
      .then(() => "waits", () => "ended");
    strictEqual(await waiting, "ended");
    const { code, stderr } = await started.output;
    strictEqual(code, 1);
    ok(
      stderr.startsWith(`HEALTH_PORT must be free: current value is "${port}"`),
    );
  });

  Deno.test(`${role} names a NATS host that has no address, and waits for it`, async () => {
    await using folder = await temporaryFolder();
    const port = freePort();
    await using started = startRole(role, {
      SOURCE_URL: "demo:",
      NATS_URL: "nats://me:hunter2@no.such.host.invalid:4222",
      DATABASE_URL: `sqlite:${folder.path}/a.db`,
      HEALTH_PORT: String(port),
    });
    const line = await started.waitForLog("cannot reach NATS yet");
    strictEqual(JSON.parse(line).hosts, "no.such.host.invalid:4222");
    ok(!line.includes("hunter2"));
    await retryUntil(async () => {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      deepStrictEqual(await response.json(), {
        ok: false,
        unreachable: ["broker"],
        reasons: { broker: "not connected" },
      });
    });
  });
}
