import type { Metafile } from "esbuild";

/** Modules that at least two of some entry points, and of what these load later, load at once, by path. */
export function sharedModules(
  { inputs }: Metafile,
  entries: readonly string[],
): string[] {
  const users = new Map<string, number>();
  const later = Object.values(inputs).flatMap(({ imports }) =>
    imports.filter(({ kind }) => kind === "dynamic-import")
      .map(({ path }) => path)
  );
  for (const entry of new Set([...entries, ...later])) {
    for (const path of reach(inputs, entry)) {
      users.set(path, (users.get(path) ?? 0) + 1);
    }
  }
  return [...users].filter(([, count]) => count > 1).map(([path]) => path);
}

/** What a module loads before it runs, itself left out. */
function reach(inputs: Metafile["inputs"], entry: string): Set<string> {
  const reached = new Set<string>();
  const ahead = [entry];
  for (let path; (path = ahead.pop());) {
    for (const { path: next, kind } of inputs[path]?.imports ?? []) {
      if (kind === "dynamic-import" || reached.has(next)) continue;
      reached.add(next);
      ahead.push(next);
    }
  }
  return reached;
}
