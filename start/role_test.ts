import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { VARIABLES } from "../config.ts";
import { parseSourceUrl } from "../domain/settings/source_url.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { checkFiles, readEnvironment, StartError } from "./role.ts";

function check(...urls: string[]): Promise<void> {
  return checkFiles({ sources: urls.map(parseSourceUrl) });
}

Deno.test("checkFiles() is content with files that can be read, and with other sources", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/posts`, "");
  await check("demo:", `file:${folder.path}/posts?rate=1`);
});

Deno.test("checkFiles() names the one file of several that is not there", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/posts`, "");
  const path = `${folder.path}/none`;
  await rejects(check(`file:${folder.path}/posts`, `file:${path}`), {
    name: "StartError",
    message: "SOURCE_URL must name a readable file: current value is " +
      `"file:${path}" (No such file or directory (os error 2): stat '${path}')`,
  });
});

Deno.test("checkFiles() refuses a folder", async () => {
  await using folder = await temporaryFolder();
  await rejects(check(`file:${folder.path}`), /\(it is not a file\)$/);
});

Deno.test("checkFiles() refuses a pipe instead of waiting for its other end", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/pipe`;
  await new Deno.Command("mkfifo", { args: [path] }).output();
  await rejects(check(`file:${path}`), /\(it is not a file\)$/);
});

/** Sets the variables of this process that the program knows, and no other. */
function withVariables(variables: Record<string, string>): Disposable {
  const before = VARIABLES.map((name) => [name, Deno.env.get(name)] as const);
  for (const name of VARIABLES) Deno.env.delete(name);
  for (const [name, value] of Object.entries(variables)) {
    Deno.env.set(name, value);
  }
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) Deno.env.delete(name);
        else Deno.env.set(name, value);
      }
    },
  };
}

async function readWith(file: string): Promise<Record<string, string>> {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/.env`;
  await Deno.writeTextFile(path, file);
  return await readEnvironment(path);
}

Deno.test("readEnvironment() puts the file's variables under the process's", async () => {
  using _ = withVariables({ PORT: "1", HOST: "" });
  deepStrictEqual(await readWith("PORT=2\nHOST=here\nPOLL_MS=3 # fast\n"), {
    PORT: "1",
    HOST: "",
    POLL_MS: "3",
  });
});

Deno.test("readEnvironment() keeps what stands in quotation marks", async () => {
  using _ = withVariables({});
  deepStrictEqual(await readWith(`TRACK='#maga, "a b"'`), {
    TRACK: '#maga, "a b"',
  });
});

Deno.test("readEnvironment() leaves out what the program does not know", async () => {
  using _ = withVariables({});
  deepStrictEqual(await readWith("SECRET=1\nPATH=2\n__proto__=3\n"), {});
});

Deno.test("readEnvironment() does without a file", async () => {
  using _ = withVariables({ PORT: "1" });
  await using folder = await temporaryFolder();
  deepStrictEqual(await readEnvironment(`${folder.path}/.env`), { PORT: "1" });
});

Deno.test("readEnvironment() refuses a file that it cannot read", async () => {
  using _ = withVariables({});
  await using folder = await temporaryFolder();
  await rejects(readEnvironment(folder.path), {
    name: "StartError",
    message: new RegExp(
      `^\\.env must be a readable file: current value is "${folder.path}" \\(`,
    ),
  });
});

Deno.test("StartError names the setting, the value, what is allowed and why", () => {
  const cause = new Error("disk full");
  const error = new StartError("PORT", "80", "must be free", { cause });
  strictEqual(
    error.message,
    'PORT must be free: current value is "80" (disk full)',
  );
  strictEqual(error.cause, cause);
});

Deno.test("StartError never shows a password", () => {
  const url = "mysql://me:hunter2@host/db";
  const cause = new Error(`cannot reach ${url}`);
  const { message } = new StartError("DATABASE_URL", url, "must answer", {
    cause,
  });
  strictEqual(
    message,
    'DATABASE_URL must answer: current value is "mysql://me:***@host/db" ' +
      "(cannot reach mysql://me:***@host/db)",
  );
});

const MODULE = new URL("role.ts", import.meta.url).href;

/** A process that says when it is ready and when it was asked to end, and then lingers. */
const SCRIPT = `
  import { shutdownSignal } from "${MODULE}";
  const signal = shutdownSignal();
  signal.addEventListener("abort", () => console.log("ending", signal.reason));
  console.log("ready");
  setTimeout(() => Deno.exit(3), 20_000);
`;

/** Sends signals one by one, each after a line of output. */
async function endWith(signals: readonly Deno.Signal[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", SCRIPT],
    env: { NO_COLOR: "1" },
    stdout: "piped",
  }).spawn();
  const lines: string[] = [];
  const left = [...signals];
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    lines.push(...text.trim().split("\n"));
    const signal = left.shift();
    if (signal) child.kill(signal);
  }
  return { lines, code: (await child.status).code };
}

for (const name of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`shutdownSignal() aborts at ${name}, and lets a second one end the process`, async () => {
    deepStrictEqual(await endWith([name, "SIGTERM"]), {
      lines: ["ready", `ending ${name}`],
      code: 130,
    });
  });
}
