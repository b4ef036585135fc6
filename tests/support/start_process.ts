import settings from "../../deno.json" with { type: "json" };
import { watchLines } from "./watch_lines.ts";

const ROOT = new URL("../../", import.meta.url);

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
