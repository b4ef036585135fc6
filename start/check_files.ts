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
      using file = await Deno.open(source.path);
      if (!(await file.stat()).isFile) throw new Error("it is not a file");
    } catch (cause) {
      const value = `file:${source.path}`;
      const rule = "must name a readable file";
      throw new StartError("SOURCE_URL", value, rule, { cause });
    }
  }
}
