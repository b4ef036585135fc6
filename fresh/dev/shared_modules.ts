import type { Metafile } from "esbuild";
import { reachable } from "./reachable.ts";

/** Modules that at least two groups of entry points load at once, by path. */
export function sharedModules(
  groups: readonly (readonly string[])[],
  metafile: Metafile,
): string[] {
  const users = groups.flatMap((group) => [...reachable(metafile, group)]);
  const counts = Map.groupBy(users, (path) => path);
  return [...counts].filter(([, { length }]) => length > 1)
    .map(([path]) => path);
}
