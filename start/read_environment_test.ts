import { deepStrictEqual, rejects } from "node:assert/strict";
import { VARIABLES } from "../config.ts";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { readEnvironment } from "./read_environment.ts";

/** Sets the variables of this process that the program knows, and no other. */
function withVariables(variables: Record<string, string>): Disposable {
  const before = VARIABLES.map((name) => [name, Deno.env.get(name)] as const);
  for (const name of VARIABLES) Deno.env.delete(name);
  for (const [name, value] of Object.entries(variables)) {
    Deno.env.set(name, value);
  }
  return {
    [Symbol.dispose]() {
      for (const [name, value] of before) {
        if (value === undefined) Deno.env.delete(name);
        else Deno.env.set(name, value);
      }
    },
  };
}

async function readWith(file: string): Promise<Record<string, string>> {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/.env`;
  await Deno.writeTextFile(path, file);
  return await readEnvironment(path);
}

Deno.test("readEnvironment() puts the file's variables under the process's", async () => {
  using _ = withVariables({ PORT: "1", HOST: "" });
  deepStrictEqual(await readWith("PORT=2\nHOST=here\nPOLL_MS=3 # fast\n"), {
    PORT: "1",
    HOST: "",
    POLL_MS: "3",
  });
});

Deno.test("readEnvironment() keeps what stands in quotation marks", async () => {
  using _ = withVariables({});
  deepStrictEqual(await readWith(`TRACK='#maga, "a b"'`), {
    TRACK: '#maga, "a b"',
  });
});

Deno.test("readEnvironment() leaves out what the program does not know", async () => {
  using _ = withVariables({});
  deepStrictEqual(await readWith("SECRET=1\nPATH=2\n__proto__=3\n"), {});
});

Deno.test("readEnvironment() does without a file", async () => {
  using _ = withVariables({ PORT: "1" });
  await using folder = await temporaryFolder();
  deepStrictEqual(await readEnvironment(`${folder.path}/.env`), { PORT: "1" });
});

Deno.test("readEnvironment() refuses a file that it cannot read", async () => {
  using _ = withVariables({});
  await using folder = await temporaryFolder();
  await rejects(readEnvironment(folder.path), {
    name: "StartError",
    message: new RegExp(
      `^\\.env must be a readable file: current value is "${folder.path}" \\(`,
    ),
  });
});
