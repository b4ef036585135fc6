import settings from "../../deno.json" with { type: "json" };
import { watchLines } from "./watch_lines.ts";

const ROOT = new URL("../../", import.meta.url);

type Task = keyof typeof settings.tasks;

/** A task of the pipeline as a process of its own, gone with its scope. */
export interface RoleProcess extends AsyncDisposable {
  readonly pid: number;
  /** Waits for a line of its log that holds a text. */
  waitForLog(text: string): Promise<string>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Stops its clock, and lets it go on. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** Waits for its end: exit code and what it wrote. */
  readonly output: Promise<{ code: number; stdout: string; stderr: string }>;
}

/** Starts the last command of a task, with exactly its permissions, and `args` behind it. */
export function startRole(
  task: Task,
  env: Record<string, string>,
  args: readonly string[] = [],
): RoleProcess {
  const command = settings.tasks[task].command.split("&&").at(-1)!.trim();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...command.split(" ").slice(1), ...args],
    cwd: ROOT,
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
