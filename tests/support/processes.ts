import settings from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);

/** How long a line may take until it comes. */
const PATIENCE_MS = 60_000;

/** A server that a test started, as a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  /** Starts it again after it was killed; its data and address are the same. */
  start(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Stops its clock, and lets it go on. */
  signal(name: "SIGSTOP" | "SIGCONT" | "SIGTERM"): void;
}

/** Options for {@linkcode serverProcess}. */
export interface ServerProcessOptions {
  /** Whether it is started again, with a line that says so, if it ends by itself. @default {false} */
  isKept?: boolean;
}

/** Runs a command as a server that is gone with its scope, whatever happens. */
export async function serverProcess(
  command: string,
  args: readonly string[],
  isReady: () => Promise<unknown>,
  { isKept = false }: ServerProcessOptions = {},
): Promise<ServerProcess> {
  let child: Deno.ChildProcess | undefined;

  async function restart(
    ended: Deno.ChildProcess,
    { code, signal }: Deno.CommandStatus,
  ): Promise<void> {
    if (child !== ended) return; // it was killed
    // deno-lint-ignore no-console
    console.log(`${command} ended with ${signal ?? code}: it starts again`);
    await server.start().catch(() => {}); // tests without it fail
  }

  const server: ServerProcess = {
    async start() {
      const started = child = new Deno.Command(command, {
        args: [...args],
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn();
      if (isKept) void started.status.then((end) => restart(started, end));
      await isReady();
    },
    async kill() {
      const ending = child;
      child = undefined;
      if (!ending) return;
      try {
        ending.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // it has ended already
      }
      await ending.status;
    },
    signal: (name) => child?.kill(name),
    [Symbol.asyncDispose]: () => server.kill(),
  };
  try {
    await server.start();
  } catch (error) {
    await server.kill();
    throw error;
  }
  return server;
}

/** `start.ts` as a process of its own, gone with its scope. */
export interface StartedProcess extends AsyncDisposable {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  readonly pid: number;
  /** Waits for a line of its log that holds a text. */
  waitForLog(text: string): Promise<string>;
  /** All that it wrote so far. */
  all(): string;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end, and gives its exit code. */
  stop(): Promise<number>;
}

/** Starts the whole pipeline on a free port; the pages must be built. */
export async function startProcess(
  env: Record<string, string>,
): Promise<StartedProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: startArguments(),
    cwd: ROOT,
    env: { PORT: "0", LOG_FORMAT: "json", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = watchLines([child.stdout, child.stderr]);
  const exited = child.status.then(async (status) => {
    await output.ended;
    return status;
  });
  const announced = output.waitFor("Freshet http://");
  const first = await Promise.race([announced, exited.then(() => null)]);
  if (first === null) throw new Error(`start ended: ${output.all()}`);
  announced.catch(() => {});
  return {
    url: /http:\S+/.exec(first)![0],
    pid: child.pid,
    waitForLog: output.waitFor,
    all: output.all,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async stop() {
      child.kill("SIGTERM");
      return (await exited).code;
    },
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch { /* it has ended */ }
      await exited;
    },
  };
}

/** What the task `start` runs once the pages are built, with its permissions. */
function startArguments(): string[] {
  const { command } = settings.tasks.start;
  return command.split("&&").at(-1)!.trim().split(" ").slice(1);
}

type Task = keyof typeof settings.tasks;

/** A task of the pipeline as a process of its own, gone with its scope. */
export interface RoleProcess extends AsyncDisposable {
  readonly pid: number;
  /** Waits for a line of its log that holds a text. */
  waitForLog(text: string): Promise<string>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Stops its clock, and lets it go on. */
  signal(name: "SIGSTOP" | "SIGCONT" | "SIGTERM"): void;
  /** Waits for its end: exit code and what it wrote. */
  readonly output: Promise<{ code: number; stdout: string; stderr: string }>;
}

/**
 * Starts the last command of a task, with exactly its permissions, and `args` behind it.
 *
 * @param root Where another version of the program lies.
 */
export function startRole(
  task: Task,
  env: Record<string, string>,
  args: readonly string[] = [],
  root: URL | string = ROOT,
): RoleProcess {
  const command = settings.tasks[task].command.split("&&").at(-1)!.trim();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...command.split(" ").slice(1), ...args],
    cwd: root,
    env: { LOG_FORMAT: "json", LOG_LEVEL: "warn", PORT: "0", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) =>
    watchLines([stream])
  );
  const output = Promise.all([child.status, stdout!.ended, stderr!.ended])
    .then(([{ code }]) => ({
      code,
      stdout: stdout!.all(),
      stderr: stderr!.all(),
    }));
  async function kill(): Promise<void> {
    try {
      child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended already
    }
    await output;
  }
  return {
    pid: child.pid,
    output,
    kill,
    waitForLog: stderr!.waitFor,
    signal: (name) => child.kill(name),
    [Symbol.asyncDispose]: kill,
  };
}

/** What a process writes. */
interface WatchedLines {
  /** Waits for a line that holds a text. */
  waitFor(text: string): Promise<string>;
  /** Resolves when the streams have ended. */
  readonly ended: Promise<void>;
  /** All that came so far. */
  all(): string;
}

/** Collects the lines of some streams and lets one wait for a line. */
function watchLines(
  streams: readonly ReadableStream<Uint8Array<ArrayBuffer>>[],
): WatchedLines {
  const lines: string[] = [];
  const waiters = new Set<() => void>();
  const ended = Promise.all(streams.map(async (stream) => {
    let rest = "";
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split("\n");
      rest = parts.pop()!;
      lines.push(...parts);
      for (const wake of waiters) wake();
    }
  })).then(() => {});

  function waitFor(text: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const look = () => {
      const line = lines.find((line) => line.includes(text));
      if (line !== undefined) resolve(line);
    };
    const fail = () =>
      reject(new Error(`No "${text}" in: ${lines.join("\n")}`));
    const timer = setTimeout(fail, PATIENCE_MS);
    waiters.add(look);
    look();
    void ended.then(fail);
    return promise.finally(() => {
      clearTimeout(timer);
      waiters.delete(look);
    });
  }
  return { waitFor, ended, all: () => lines.join("\n") };
}
