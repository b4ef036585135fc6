import { createConnection } from "mysql2/promise";
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { parseEnv } from "node:util";
import { parse } from "yaml";
import settings from "../deno.json" with { type: "json" };
import { PUBLIC_API } from "../workers/ingest/sources/bluesky/profiles.ts";
import { PUBLIC_HOSTS } from "../workers/ingest/sources/bluesky/connection.ts";
import { buildPages } from "./support/pages.ts";
import { freePort, temporaryFolder } from "./support/temporary.ts";
import { type MysqlServer, startMysqlServer } from "./support/mysql.ts";
import { startNatsServer } from "./support/nats.ts";
import { retryUntil } from "./support/waiting.ts";

const ROOT = new URL("../", import.meta.url);

interface Service {
  readonly image: string;
  readonly command?: string[];
  readonly environment?: Record<string, string>;
  readonly ports?: string[];
  readonly restart?: string;
  readonly depends_on?: Record<string, { condition: string }>;
  readonly healthcheck?: { test: string[] };
  readonly read_only?: boolean;
  readonly cap_drop?: string[];
  readonly volumes?: string[];
  readonly mem_limit?: string;
  readonly pids_limit?: number;
}

const text = await Deno.readTextFile(new URL("docker-compose.yml", ROOT));
const { services } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
};
const own = Object.entries(services)
  .filter(([, { image }]) => image === "freshet");

/** Puts values in the place of `${NAME:-default}`, as compose does. */
function fillIn(value: string, env: Record<string, string>): string {
  return String(value).replace(
    /\$\{(\w+):-([^}]*)\}/g,
    (_, name, standard) => env[name] || standard,
  );
}

Deno.test("only the web port is published", () => {
  const published = Object.entries(services)
    .filter(([, { ports }]) => ports !== undefined);
  deepStrictEqual(published.map(([name, { ports }]) => [name, ports]), [
    ["web", ["8000:8000"]],
  ]);
});

/** Services that do their work and end. */
const ENDING = ["migrate", "users"];

Deno.test("a service that dies is restarted; those that end are not", () => {
  for (const [name, { restart }] of Object.entries(services)) {
    const expected = ENDING.includes(name) ? "no" : "unless-stopped";
    strictEqual(restart, expected, name);
  }
});

/** `deploy/nats.conf` as nats-server 2.9, Debian's, takes it: without sync_interval. */
async function readNatsConf(): Promise<string> {
  const conf = await Deno.readTextFile(new URL("deploy/nats.conf", ROOT));
  return conf.replace(/^\s*sync_interval: 1s\n/m, "");
}

Deno.test("deploy/nats.conf is valid, and compose's server knows all of it", async () => {
  const { image, environment } = services.nats!;
  const [, minor] = /^nats:2\.(\d+)\./.exec(image) ?? [];
  ok(Number(minor) >= 10, "sync_interval came with nats-server 2.10");
  await using folder = await temporaryFolder();
  const path = `${folder.path}/nats.conf`;
  await Deno.writeTextFile(path, await readNatsConf());
  const { success, stderr } = await new Deno.Command("/usr/sbin/nats-server", {
    args: ["-t", "-c", path],
    env: Object.fromEntries(
      Object.entries(environment!)
        .map(([name, value]) => [name, fillIn(value, {})]),
    ),
  }).output();
  ok(success, new TextDecoder().decode(stderr));
});

Deno.test("services wait for each other by condition, and all that stay are watched", () => {
  for (const [name, { depends_on, healthcheck }] of Object.entries(services)) {
    for (const { condition } of Object.values(depends_on ?? {})) {
      match(condition, /^service_(healthy|completed_successfully)$/);
    }
    strictEqual(healthcheck === undefined, ENDING.includes(name), name);
  }
});

Deno.test("every image has an exact version, and every service limits", () => {
  for (const [name, service] of Object.entries(services)) {
    match(service.image, /^freshet$|^\w+:\d+\.\d+\.\d+(-alpine)?$/);
    match(service.mem_limit!, /^\d+[mg]$/, name);
    ok(service.pids_limit! <= 500, name);
  }
});

Deno.test("no two users have the same password variable, and `secrets` writes all of them once", async () => {
  const asked = new Set(text.match(/\$\{(MYSQL|NATS)_\w*PASSWORD/g));
  await using folder = await temporaryFolder();
  const script = new URL("deploy/secrets.sh", ROOT).pathname;
  const write = async () => {
    const { success } = await new Deno.Command("sh", {
      args: [script],
      cwd: folder.path,
    }).output();
    ok(success);
    return await Deno.readTextFile(`${folder.path}/.env`);
  };
  await Deno.writeTextFile(
    `${folder.path}/.env`,
    "PORT=1\nNATS_WEB_PASSWORD=a",
  );
  const env = await write();
  strictEqual(await write(), env);
  const { PORT, NATS_WEB_PASSWORD, ...made } = parseEnv(env);
  deepStrictEqual([PORT, NATS_WEB_PASSWORD], ["1", "a"]);
  for (const value of Object.values(made)) match(value!, /^p[0-9a-f]{40}$/);
  strictEqual(new Set(Object.values(made)).size, asked.size - 1);
  const { mode } = await Deno.stat(`${folder.path}/.env`);
  strictEqual(mode! & 0o777, 0o600);
});

Deno.test("the project's services run as little as they can", () => {
  deepStrictEqual(own.map(([name]) => name), [
    "migrate",
    "ingest",
    "persist",
    "web",
  ]);
  for (const [name, { read_only, cap_drop, command }] of own) {
    deepStrictEqual([read_only, cap_drop], [true, ["ALL"]], name);
    const task = command![2] as keyof typeof settings.tasks;
    const { command: line } = settings.tasks[task];
    match(line, /--cached-only --frozen .*--no-prompt .*--allow-net=db:3306/);
    ok(!/ -A | --allow-all|--allow-run|--allow-ffi|--allow-write/.test(line));
  }
});

Deno.test("ingest may connect to X and to every public instance of Bluesky", () => {
  const { command } = settings.tasks["container:ingest"];
  const [, hosts = ""] = /--allow-net=(\S+)/.exec(command) ?? [];
  const allowed = hosts.split(",");
  for (const host of ["api.x.com", PUBLIC_API, ...PUBLIC_HOSTS]) {
    ok(allowed.includes(`${host}:443`), host);
  }
  ok(allowed.includes("$SOURCE_HOSTS"));
  strictEqual(
    fillIn(services.ingest!.environment!.SOURCE_HOSTS!, {}),
    "localhost",
  );
});

/** Runs the statements of a file as the administrator, as the image does with a new database. */
async function runScript(
  { run }: Pick<MysqlServer, "run">,
  path: string,
): Promise<void> {
  const sql = await Deno.readTextFile(new URL(path, ROOT));
  const statements = sql.replaceAll(/^--.*$/gm, "").split(";");
  for (const one of statements) if (one.trim()) await run(one);
}

Deno.test("each service's exact command runs with its permissions, user and password", async () => {
  await buildPages();
  const passwords = {
    MYSQL_PASSWORD: "p4ss",
    MYSQL_INGEST_PASSWORD: "four",
    MYSQL_PERSIST_PASSWORD: "five",
    MYSQL_WEB_PASSWORD: "six",
    NATS_INGEST_PASSWORD: "one",
    NATS_PERSIST_PASSWORD: "two",
    NATS_WEB_PASSWORD: "three",
    TWITTER: "coffee",
    SOURCE_URL: "demo:?rate=200&seed=1",
  };
  const known = (await readNatsConf()).replace(
    /^\s*(http|store_dir):.*$/gm,
    "",
  );
  const config = known.replace(
    /\$(NATS_\w+)/g,
    (_, name: keyof typeof passwords) => passwords[name],
  );
  await using nats = await startNatsServer({ config });
  await using mysql = await startMysqlServer();
  await mysql.run("create database freshet");
  await mysql.run(`create user freshet identified by 'p4ss'`);
  await runScript(mysql, "deploy/mysql_owner.sql");
  const ports = { web: freePort(), ingest: freePort(), persist: freePort() };

  /** The service's command, at addresses of this machine. */
  function run(name: keyof typeof ports | "migrate") {
    const own = name === "migrate" ? 0 : ports[name];
    const here = (value: string) =>
      value.replaceAll("db:3306", `127.0.0.1:${mysql.port}`)
        .replaceAll("nats:4222", `127.0.0.1:${nats.port}`)
        .replaceAll(/0\.0\.0\.0:(8000|9000)/g, `0.0.0.0:${own}`)
        .replaceAll(/^(8000|9000)$/g, `${own}`);
    const { command, environment } = services[name]!;
    const task = command![2] as keyof typeof settings.tasks;
    const env = Object.fromEntries(
      Object.entries(environment!).map(([key, value]) => [
        key,
        here(fillIn(value, passwords)),
      ]),
    );
    const line = settings.tasks[task].command
      .replace("$SOURCE_HOSTS", env.SOURCE_HOSTS ?? "");
    const args = here(line).split(" ").slice(1);
    return new Deno.Command(Deno.execPath(), {
      args,
      cwd: ROOT,
      env,
      stdin: "null",
      stdout: "null",
      stderr: "inherit",
    }).spawn();
  }

  strictEqual((await run("migrate").status).code, 0);
  const { command, environment } = services.users!;
  const users = new Deno.Command(command![0]!, {
    args: command!.slice(1).map((word) =>
      word.replaceAll("$$", () => "$")
        .replace("/users.sh", "deploy/mysql_users.sh")
        .replace("db --port=3306", `127.0.0.1 --port=${mysql.port}`)
    ),
    cwd: ROOT,
    env: Object.fromEntries(
      Object.entries(environment!)
        .map(([name, value]) => [name, fillIn(value, passwords)]),
    ),
  });
  strictEqual((await users.spawn().status).code, 0);
  const running = (["ingest", "persist", "web"] as const).map(run);
  try {
    for (const port of Object.values(ports)) {
      await retryUntil(async () => {
        const response = await fetch(`http://127.0.0.1:${port}/readyz`);
        strictEqual(await response.text(), '{"ok":true}');
      }, { timeoutMs: 30_000 });
    }
    await retryUntil(async () => {
      const response = await fetch(`http://127.0.0.1:${ports.web}/api/topics`);
      const [topic] = await response.json();
      strictEqual(topic.slug, "coffee");
      ok(topic.posts > 100);
    }, { timeoutMs: 30_000 });
    await retryUntil(async () => {
      const page = await fetch(`http://127.0.0.1:${ports.web}/t/coffee`);
      ok((await page.text()).includes("Showing generated demo posts"));
    }, { pauseMs: 500 });
  } finally {
    for (const child of running) child.kill("SIGTERM");
    await Promise.all(running.map((child) => child.status));
  }

  const older = await createConnection(
    `mysql://root@127.0.0.1:${mysql.port}/freshet`,
  );
  try {
    const [[newest]] = await older.query(
      "SELECT MAX(timestamp) AS t FROM Messages",
    ) as unknown as [[{ t: number }]];
    ok(newest.t > Date.now() * 1e6 - 3_600e9);
  } finally {
    await older.end();
  }
});
