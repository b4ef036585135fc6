import type { Config } from "../config.ts";
import { StartError } from "./start_error.ts";

/**
 * Makes sure that files which posts come from can be read.
 *
 * @throws {StartError} If one cannot.
 */
export async function checkFiles(
  { sources }: Pick<Config, "sources">,
): Promise<void> {
  for (const source of sources) {
    if (source.kind !== "file") continue;
    try {
      const { isFile } = await Deno.stat(source.path);
      if (!isFile) throw new Error("it is not a file"); // opening a pipe would wait
      using _file = await Deno.open(source.path);
    } catch (cause) {
      const value = `file:${source.path}`;
      const rule = "must name a readable file";
      throw new StartError("SOURCE_URL", value, rule, { cause });
    }
  }
}
