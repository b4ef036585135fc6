/**
 * Runs the tests: all, `--unit` those that need no service, or those below the
 * paths that are given. `--again` runs the files of up to five failed tests once
 * more, by themselves. `--slots` says how many processes run at a time.
 */
import { parseArgs } from "node:util";
import { installServices } from "./runner/install_services.ts";
import { findTestFiles, type Job, planJobs } from "./runner/jobs.ts";
import {
  childSeconds,
  describeFailures,
  describeJob,
  describeSlowest,
} from "./runner/report.ts";
import {
  type JobResult,
  runJobs,
  type RunJobsOptions,
} from "./runner/run_jobs.ts";
import { openRunFolders, startServices } from "./runner/services.ts";

/** So many failed tests may be an accident of a busy machine. */
const MAX_AGAIN = 5;

const { values: options, positionals: paths } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    unit: { type: "boolean", default: false },
    again: { type: "boolean", default: false },
    slots: { type: "string" },
  },
});

/** Jobs wait more than they work: one more than there are processors. */
const SLOTS = Number(options.slots ?? navigator.hardwareConcurrency + 1);

async function main(signal: AbortSignal): Promise<boolean> {
  const began = performance.now();
  const found = await findTestFiles(paths.length ? paths : ["."]);
  const system = options.unit ? [] : found.system;
  const jobs = await planJobs({ unit: found.unit, system });
  await using _folders = await openRunFolders();
  await using resources = new AsyncDisposableStack();
  if (system.length) {
    await installServices();
    resources.use(await startServices());
    print(`Services have started after ${secondsSince(began)}`);
  }
  const results = await runAll(jobs, { signal, slots: SLOTS });
  for (const result of results) {
    if (result.failed) print(describeFailures(result));
  }
  print(describeSlowest(results));
  const again = options.again && await runAgain(results, { signal });
  await resources.disposeAsync();
  const sum = (key: "passed" | "failed" | "ignored") =>
    results.reduce((total, result) => total + result[key], 0);
  let [passed, failed] = [sum("passed"), sum("failed")];
  if (again) [passed, failed] = [passed + failed, 0];
  const cpu = await childSeconds();
  print(
    `${jobs.length} processes, ${SLOTS} at a time: ${secondsSince(began)}` +
      (cpu === null ? "" : `, ${cpu.toFixed(0)} s of processor time`) +
      (sum("ignored") ? `, ${sum("ignored")} ignored` : ""),
  );
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0;
}

type Options = Omit<RunJobsOptions, "onResult">;

async function runAll(
  jobs: readonly Job[],
  options: Options,
): Promise<JobResult[]> {
  let done = 0;
  return await runJobs(jobs, {
    ...options,
    onResult: (result) =>
      print(describeJob(result, `[${++done}/${jobs.length}]`)),
  });
}

/** Runs failed files once more, by themselves; returns whether all passed. */
async function runAgain(
  results: readonly JobResult[],
  options: Omit<Options, "slots">,
): Promise<boolean> {
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  const files = results.flatMap(({ failedFiles }) => failedFiles);
  if (failed === 0 || failed > MAX_AGAIN) return false;
  print(`\n${failed} failed. Once more, by themselves: ${files.join(" ")}`);
  const jobs = files.map((file) => ({ name: file, files: [file] }));
  const again = await runAll(jobs, { ...options, slots: 1 });
  const stillFailed = again.filter((result) => result.failed);
  for (const result of stillFailed) print(describeFailures(result));
  if (stillFailed.length) return false;
  print(`${failed} failed at first and passed by themselves`);
  return true;
}

function secondsSince(began: number): string {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`;
}

function print(line: string): void {
  // deno-lint-ignore no-console
  console.log(line);
}

if (import.meta.main) {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => stop.abort(name));
  }
  try {
    const isGood = await main(stop.signal);
    Deno.exit(isGood ? 0 : 1);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    print(`Stopped by ${stop.signal.reason}`);
    Deno.exit(1);
  }
}
