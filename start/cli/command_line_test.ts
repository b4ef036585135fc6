import {
  deepStrictEqual,
  match,
  strictEqual,
  throws,
} from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parseOptions } from "./command_line.ts";

const JSON_FLAG = { json: { type: "boolean" } } as const;

const REFUSED: [args: string[], message: string][] = [
  [["--jason"], "Unknown option '--jason'; see --help"],
  [["--json=1"], "Option '--json' does not take an argument; see --help"],
];
for (const [args, message] of REFUSED) {
  Deno.test(`parseOptions() refuses ${args}`, () => {
    const parse = () => parseOptions(args, JSON_FLAG);
    throws(parse, { name: "UsageError", message });
  });
}

/** Runs a command without any setting. */
async function run(name: string, ...args: string[]) {
  const script = fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-check", "-A", script, ...args],
    env: { DATABASE_URL: "nonsense", NO_COLOR: "1" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes).trim()
  );
  return { code, out, err };
}

for (const name of ["audit", "import", "migrate", "replay", "topics"]) {
  Deno.test(`${name} --help prints what it does, whatever the settings are`, async () => {
    const { code, out, err } = await run(name, "--help");
    deepStrictEqual([code, err], [0, ""]);
    match(out!, new RegExp(`deno task ${name}`));
  });
}

Deno.test("audit refuses an argument with code 2, in one line", async () => {
  const { code, out, err } = await run("audit", "all");
  strictEqual(err, 'Unexpected argument "all" for audit; see --help');
  deepStrictEqual([code, out], [2, ""]);
});
