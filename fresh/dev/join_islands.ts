import type { Metafile } from "esbuild";
import { reachable } from "./reachable.ts";

/** Groups islands by the routes that show them, which `metafile` tells: who sees one sees all of a group. */
export function joinIslands(
  islands: readonly string[],
  routes: readonly string[],
  metafile: Metafile,
): string[][] {
  const pages = routes.map((route) => reachable(metafile, [route]));
  const groups = Map.groupBy(
    islands,
    (island) => pages.flatMap((page, i) => page.has(island) ? [i] : []).join(),
  );
  return [...groups.values()];
}
