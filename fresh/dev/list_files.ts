import { join } from "node:path";

/** Paths of all files below `folder`, in order; none if it does not exist. */
export async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  try {
    for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
      if (isFile) files.push(name);
      if (!isDirectory) continue;
      const inner = await listFiles(join(folder, name));
      files.push(...inner.map((path) => `${name}/${path}`));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files.sort();
}

/** Like {@linkcode listFiles}, but only modules, and no tests. */
export async function listModules(folder: string): Promise<string[]> {
  const files = await listFiles(folder);
  return files.filter((path) =>
    /\.[jt]sx?$/.test(path) && !/[._]test\.\w+$/.test(path)
  );
}
