import { dirname, join, resolve } from "node:path";

/** What bare names stand for. */
export type ImportMap = Readonly<Record<string, string>>;

/** The `imports` of the `deno.json` of `folder` and of those above it; the nearest wins. */
export async function readImportMap(folder: string): Promise<ImportMap> {
  const parent = dirname(folder);
  const outer = parent === folder ? {} : await readImportMap(parent);
  return { ...outer, ...await readOne(folder) };
}

async function readOne(folder: string): Promise<ImportMap> {
  try {
    const text = await Deno.readTextFile(join(folder, "deno.json"));
    const { imports = {} } = JSON.parse(text) as { imports?: ImportMap };
    return Object.fromEntries(
      Object.entries(imports).map(([name, target]) => [
        name,
        target.startsWith(".") ? resolve(folder, target) : target,
      ]),
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

/** What `specifier` stands for; itself if nothing is mapped. */
export function mapSpecifier(specifier: string, imports: ImportMap): string {
  const [key] = Object.keys(imports)
    .filter((key) =>
      specifier === key ||
      specifier.startsWith(key.endsWith("/") ? key : `${key}/`)
    )
    .sort((a, b) => b.length - a.length);
  if (key === undefined) return specifier;
  return imports[key] + specifier.slice(key.length);
}
