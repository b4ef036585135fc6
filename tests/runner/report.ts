import type { JobResult } from "./run_jobs.ts";

const SLOWEST = 10;

/** One line about a job that has ended. */
export function describeJob(result: JobResult, place: string): string {
  const { job, passed, failed, seconds } = result;
  const counts = failed ? `${passed} passed, ${failed} FAILED` : `${passed}`;
  const failures = result.failedTests.map((name) => `\n  FAILED ${name}`);
  const line = `${place} ${seconds.toFixed(1).padStart(6)} s  ${job.name}: `;
  return line + counts + failures.join("");
}

/** What a failed job wrote about its failures, or all that it wrote if that is missing. */
export function describeFailures({ job, output }: JobResult): string {
  const start = output.search(/^ ERRORS\b/m);
  return `\n==== ${job.name}\n${start < 0 ? output : output.slice(start)}`;
}

/** The slowest files, one a line. */
export function describeSlowest(results: readonly JobResult[]): string {
  const files = results.flatMap(({ fileSeconds }) => [...fileSeconds]);
  files.sort(([, a], [, b]) => b - a);
  const lines = files.slice(0, SLOWEST).map(([file, seconds]) =>
    `${seconds.toFixed(1).padStart(6)} s  ${file}`
  );
  return ["Slowest files:", ...lines].join("\n");
}

/** Processor seconds of all processes that this one started and that have ended; null where the system does not say. */
export async function childSeconds(): Promise<number | null> {
  try {
    const stat = await Deno.readTextFile("/proc/self/stat");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const TICKS = 100;
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
