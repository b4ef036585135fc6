import { parseEnv } from "node:util";
import { VARIABLES } from "../config.ts";

/** The variables that the program knows: those of the process, then those of the file `.env`. */
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
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
