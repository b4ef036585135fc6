import { fileURLToPath } from "node:url";
import type { Job } from "./jobs.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What `deno test` is run with besides the files; `deno task check` has checked their types. */
const ARGUMENTS = [
  ...["test", "--frozen", "-A", "--no-check"],
  ...["--sanitize-ops", "--sanitize-resources"],
];

/** Longer than any job takes. */
const TIMEOUT_MS = 10 * 60_000;

/** How one job ended. */
export interface JobResult {
  readonly job: Job;
  readonly passed: number;
  readonly failed: number;
  readonly ignored: number;
  readonly seconds: number;
  /** How long each file took. */
  readonly fileSeconds: ReadonlyMap<string, number>;
  /** Files with a test that failed. */
  readonly failedFiles: readonly string[];
  /** Tests that failed. */
  readonly failedTests: readonly string[];
  /** All that it wrote. */
  readonly output: string;
}

/** Options for {@linkcode runJobs}. */
export interface RunJobsOptions {
  /** Jobs at a time. */
  slots: number;
  signal: AbortSignal;
  onResult: (result: JobResult) => void;
}

/** Runs jobs in their order, some at a time. */
export async function runJobs(
  jobs: readonly Job[],
  { slots, onResult, ...options }: RunJobsOptions,
): Promise<JobResult[]> {
  const waiting = [...jobs];
  const results: JobResult[] = [];
  async function work(): Promise<void> {
    for (let job; (job = waiting.shift());) {
      options.signal.throwIfAborted();
      const result = await runJob(job, options);
      results.push(result);
      onResult(result);
    }
  }
  await Promise.all(Array.from({ length: slots }, work));
  return results;
}

async function runJob(
  job: Job,
  { signal }: Pick<RunJobsOptions, "signal">,
): Promise<JobResult> {
  const began = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...ARGUMENTS, ...job.files],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    detached: true, // it and all that it starts form a group, which can be ended
  }).spawn();
  const end = () => Deno.kill(-child.pid, "SIGKILL");
  const timer = setTimeout(end, TIMEOUT_MS);
  signal.addEventListener("abort", end);
  const files = new FileWatch();
  const [stdout, stderr, { success }] = await Promise.all([
    readLines(child.stdout, (line) => files.see(line)),
    readLines(child.stderr),
    child.status,
  ]);
  clearTimeout(timer);
  signal.removeEventListener("abort", end);
  signal.throwIfAborted();
  files.end();
  const counts = parseSummary(stdout);
  const failed = success ? counts.failed : Math.max(1, counts.failed);
  const unsure = failed > 0 && files.failed.size === 0;
  return {
    job,
    ...counts,
    failed,
    seconds: (performance.now() - began) / 1_000,
    fileSeconds: files.seconds,
    failedFiles: unsure ? job.files : [...files.failed],
    failedTests: files.failedTests,
    output: stdout + stderr,
  };
}

/** Follows the lines of `deno test` from file to file. */
class FileWatch {
  readonly seconds = new Map<string, number>();
  readonly failed = new Set<string>();
  readonly failedTests: string[] = [];
  #file: string | undefined;
  #began = performance.now();

  see(line: string): void {
    const next = /^running \d+ tests? from \.\/(.+)$/.exec(line)?.[1];
    if (next !== undefined) {
      this.end();
      this.#file = next;
      return;
    }
    const [, test] = /^(\S.*) \.\.\. FAILED \(/.exec(line) ?? [];
    if (!this.#file || test === undefined) return;
    this.failed.add(this.#file);
    this.failedTests.push(test);
  }

  end(): void {
    const now = performance.now();
    if (this.#file) this.seconds.set(this.#file, (now - this.#began) / 1_000);
    this.#began = now;
  }
}

async function readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onLine: (line: string) => void = () => {},
): Promise<string> {
  let all = "";
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    all += text;
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    lines.forEach(onLine);
  }
  return all;
}

/** The counts of the last line of `deno test`; zeros if it did not get that far. */
export function parseSummary(
  output: string,
): Pick<JobResult, "passed" | "failed" | "ignored"> {
  const summaries = output.matchAll(
    /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/gm,
  );
  const [, passed = 0, failed = 0, ignored = 0] = [...summaries].at(-1) ?? [];
  return {
    passed: Number(passed),
    failed: Number(failed),
    ignored: Number(ignored),
  };
}
