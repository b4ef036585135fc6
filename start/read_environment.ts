import { parseEnv } from "node:util";
import { VARIABLES } from "../config.ts";
import { StartError } from "./start_error.ts";

/**
 * The variables that the program knows: those of the process, then those of the
 * file `.env`.
 *
 * @throws {StartError} If there is such a file and it cannot be read.
 */
export async function readEnvironment(
  path = ".env",
): Promise<Record<string, string>> {
  const file = parseEnv(await readIfThere(path));
  const env: Record<string, string> = {};
  for (const name of VARIABLES) {
    const value = Deno.env.get(name) ?? file[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return "";
    throw new StartError(".env", path, "must be a readable file", { cause });
  }
}
