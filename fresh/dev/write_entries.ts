import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Metafile } from "esbuild";

/** Modules that stand for what is bundled into one file each. */
export interface Entries {
  /** The folder that was made for them: to be removed when all is bundled. */
  readonly folder: string;
  /** Loads what several files need. */
  readonly shared: string;
  /** By the name of the file to make, without its ending. */
  readonly files: Readonly<Record<string, string>>;
  /** The file that an island comes to be in, by the island's path. */
  readonly fileOf: ReadonlyMap<string, string>;
}

/** Writes a module for each group of islands, and one that loads what they share. */
export function writeEntries(
  groups: readonly (readonly string[])[],
  shared: readonly string[],
  { root, metafile }: { root: string; metafile: Metafile },
): Entries {
  const folder = join(root, "_fresh", "entries");
  const made = mkdirSync(folder, { recursive: true });
  const write = (name: string, lines: readonly string[]) => {
    writeFileSync(join(folder, name), lines.join("\n"));
    return join(folder, name);
  };
  const from = (path: string) => JSON.stringify(resolve(root, path));
  const outputs = Object.values(metafile.outputs);
  const names = (island: string) =>
    outputs.find(({ entryPoint }) => entryPoint === island)!.exports;

  const nameOf = ([first = "", ...others]: readonly string[]) =>
    [first, ...others.map((path) => basename(path))]
      .map((path) => path.replace(/\.\w+$/, "")).join("-");
  const files = groups.map((group, i) => [
    nameOf(group),
    write(
      `${i}.ts`,
      group.map((path) => `export { ${names(path)} } from ${from(path)};`),
    ),
  ]);
  return {
    folder: made ?? folder,
    shared: write("shared.ts", shared.map((path) => `import ${from(path)};`)),
    files: Object.fromEntries(files),
    fileOf: new Map(
      groups.flatMap((group) =>
        group.map((path) => [path, `${nameOf(group)}.js`])
      ),
    ),
  };
}
