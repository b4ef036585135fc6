import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { findTestFiles, planJobs } from "./jobs.ts";
import { describeFailures, describeJob, describeSlowest } from "./report.ts";
import { type JobResult, parseSummary } from "./run_jobs.ts";

const RESULT: JobResult = {
  job: { name: "db (2 files)", files: ["db/a_test.ts", "db/b_test.ts"] },
  passed: 3,
  failed: 1,
  ignored: 0,
  seconds: 2.5,
  fileSeconds: new Map([["db/a_test.ts", 0.5], ["db/b_test.ts", 2]]),
  failedFiles: ["db/b_test.ts"],
  failedTests: ["b() works"],
  output: "running 4 tests\n\n ERRORS \n\nb() works => ./db/b_test.ts:1:1\n",
};

const SUMMARIES: Record<
  string,
  [passed: number, failed: number, ignored: number]
> = {
  "ok | 12 passed | 0 failed (314ms)": [12, 0, 0],
  "FAILED | 3233 passed (5 steps) | 1 failed (2m11s)": [3233, 1, 0],
  "FAILED | 1 passed | 2 failed (3 steps) | 4 ignored (1s)": [1, 2, 4],
  "ok | 1 passed | 0 failed | 3 filtered out (51s)": [1, 0, 0],
  "error: Module not found": [0, 0, 0],
};

for (const [line, [passed, failed, ignored]] of Object.entries(SUMMARIES)) {
  Deno.test(`parseSummary() understands "${line}"`, () => {
    deepStrictEqual(parseSummary(`ok | told by a test\n\n${line}\n`), {
      passed,
      failed,
      ignored,
    });
  });
}

Deno.test("findTestFiles() tells apart what needs a service, also through other modules", async () => {
  const { unit, system } = await findTestFiles(["./tests/runner/", "tests"]);
  ok(unit.includes("tests/runner/runner_test.ts"));
  ok(system.includes("tests/pages/popovers_test.ts"));
  deepStrictEqual(unit.filter((file) => system.includes(file)), []);
});

Deno.test("planJobs() runs each test file once, the largest system test first", async () => {
  const files = await findTestFiles();
  const jobs = await planJobs(files);
  deepStrictEqual(
    jobs.flatMap(({ files }) => files).sort(),
    [...files.unit, ...files.system].sort(),
  );
  const [first] = jobs;
  ok(files.system.includes(first!.name));
  strictEqual(first!.files.length, 1);
});

Deno.test("the report names failed tests, their failures and the slowest files", () => {
  strictEqual(
    describeJob(RESULT, "[1/2]"),
    "[1/2]    2.5 s  db (2 files): 3 passed, 1 FAILED\n  FAILED b() works",
  );
  strictEqual(
    describeFailures(RESULT),
    "\n==== db (2 files)\n ERRORS \n\nb() works => ./db/b_test.ts:1:1\n",
  );
  strictEqual(
    describeSlowest([RESULT]),
    "Slowest files:\n   2.0 s  db/b_test.ts\n   0.5 s  db/a_test.ts",
  );
});
