import type { Metafile } from "esbuild";

/** What modules import; a name with `?` behind it is loaded later. */
export function metafile(imports: Record<string, string[]>): Metafile {
  const inputs = Object.entries(imports).map(([path, names]) => [path, {
    bytes: 1,
    imports: names.map((name) => ({
      path: name.replace("?", ""),
      kind: name.endsWith("?") ? "dynamic-import" : "import-statement",
    })),
  }]);
  return { inputs: Object.fromEntries(inputs), outputs: {} };
}
