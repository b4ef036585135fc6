/**
 * Runs the fault matrix on real processes and appends what was measured to
 * `docs/faults.md`. `--row TEXT` runs the rows whose name holds a text, `--seed N`
 * repeats a run's chances, `--small` takes the small form, `--minutes N` shortens
 * the soak.
 */
import { parseArgs } from "node:util";
import { loadAverage, readCommit } from "../../bench/turns.ts";
import { installServices } from "../runner/install_services.ts";
import { MATRIX } from "./matrix.ts";
import { type FaultRow, seededRandom } from "./row.ts";

const REPORT = new URL("../../docs/faults.md", import.meta.url);

const { values } = parseArgs({
  options: {
    row: { type: "string", default: "" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    minutes: { type: "string" },
    small: { type: "boolean", default: false },
  },
});

/** Runs one row; returns its line of the table. */
async function runRow(row: FaultRow): Promise<string> {
  const began = performance.now();
  let result: string;
  try {
    const numbers = await row.run({
      isSmall: values.small,
      soakMinutes: values.minutes === undefined
        ? undefined
        : Number(values.minutes),
      random: seededRandom(Number(values.seed)),
    });
    result = Object.entries(numbers)
      .map(([name, number]) => `${name} ${number}`).join(", ");
  } catch (error) {
    const cause = firstError(error);
    print(cause instanceof Error ? cause.stack ?? cause.message : `${cause}`);
    const text = String(cause).replaceAll(/[|\s]+/g, " ").slice(0, 300);
    result = `FAILED: ${text}`;
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  return `| ${row.name} | ${row.mustHold} | ${result} | ${seconds} s |`;
}

/** What failed first: closing what a failed row has opened may fail too. */
function firstError(error: unknown): unknown {
  return error instanceof SuppressedError
    ? firstError(error.suppressed)
    : error;
}

function print(line: string): void {
  // deno-lint-ignore no-console
  console.log(line);
}

async function makeHeading(): Promise<string> {
  const load = loadAverage().toFixed(1);
  const form = values.small ? "small form" : "full form";
  return `\n## ${new Date().toISOString().slice(0, 16)} · ` +
    `${await readCommit()} · seed ${values.seed} · ${form} · ` +
    `${navigator.hardwareConcurrency} cores, load ${load}\n\n` +
    "| fault | must hold | measured | took |\n| --- | --- | --- | --- |\n";
}

if (import.meta.main) {
  await installServices();
  const rows = MATRIX.filter(({ name }) => name.includes(values.row));
  const report = (text: string) =>
    Deno.writeTextFile(REPORT, text, { append: true });
  await report(await makeHeading());
  let isGood = rows.length > 0;
  for (const row of rows) {
    const line = await runRow(row);
    print(line);
    await report(`${line}\n`);
    if (line.includes("FAILED:")) isGood = false;
  }
  Deno.exit(isGood ? 0 : 1);
}
