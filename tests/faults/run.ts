/**
 * Runs the fault matrix on real processes and appends what was measured to
 * `docs/faults.md`. `--row TEXT` runs the rows whose name holds a text, `--seed N`
 * repeats a run's chances, `--small` takes the small form.
 */
import { parseArgs } from "node:util";
import { installServices } from "../runner/install_services.ts";
import { MATRIX } from "./matrix.ts";
import { type FaultRow, seededRandom } from "./row.ts";

const REPORT = new URL("../../docs/faults.md", import.meta.url);

const { values } = parseArgs({
  options: {
    row: { type: "string", default: "" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    small: { type: "boolean", default: false },
  },
});

/** Runs one row; null and the reason where it does not hold. */
async function runRow(row: FaultRow): Promise<string> {
  const seed = Number(values.seed);
  const began = performance.now();
  let result: string;
  try {
    const numbers = await row.run({
      isSmall: values.small,
      random: seededRandom(seed),
    });
    result = Object.entries(numbers)
      .map(([name, number]) => `${name} ${number}`).join(", ");
  } catch (error) {
    result = `FAILED: ${
      String(error).replaceAll(/[|\s]+/g, " ").slice(0, 300)
    }`;
  }
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  return `| ${row.name} | ${row.mustHold} | ${result} | ${seconds} s |`;
}

async function readCommit(): Promise<string> {
  const { stdout } = await new Deno.Command("git", {
    args: ["rev-parse", "--short", "HEAD"],
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

if (import.meta.main) {
  await installServices();
  const rows = MATRIX.filter(({ name }) => name.includes(values.row));
  const lines: string[] = [];
  for (const row of rows) {
    const line = await runRow(row);
    // deno-lint-ignore no-console
    console.log(line);
    lines.push(line);
  }
  const load = Deno.loadavg()[0]!.toFixed(1);
  const form = values.small ? "small form" : "full form";
  const heading = `\n## ${new Date().toISOString().slice(0, 16)} · ` +
    `${await readCommit()} · seed ${values.seed} · ${form} · ` +
    `${navigator.hardwareConcurrency} cores, load ${load}\n\n` +
    "| fault | must hold | measured | took |\n| --- | --- | --- | --- |\n";
  await Deno.writeTextFile(REPORT, heading + lines.join("\n") + "\n", {
    append: true,
  });
  Deno.exit(lines.some((line) => line.includes("FAILED:")) ? 1 : 0);
}
