import type { Metafile } from "esbuild";

/** What modules load before they run, they included, by path. */
export function reachable(
  { inputs }: Metafile,
  entries: readonly string[],
): Set<string> {
  const reached = new Set(entries);
  for (const path of reached) {
    for (const { path: next, kind } of inputs[path]?.imports ?? []) {
      if (kind !== "dynamic-import") reached.add(next);
    }
  }
  return reached;
}
