import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SKIPPED = new Set(["_fresh", "data", "node_modules", ".git"]);

/** Modules that start a server, a browser or a process of the pipeline. */
const SERVICES = [
  "browser.ts",
  "mysql.ts",
  "nats.ts",
  "pages.ts",
  "processes.ts",
].map((name) => `tests/support/${name}`);

/** Files of unit tests that share one process. */
const UNIT_FILES = 40;

/** Test files that run in one process, one after the other. */
export interface Job {
  readonly name: string;
  /** Relative to the root. */
  readonly files: readonly string[];
}

/** All test files, by what they need. */
export interface TestFiles {
  /** Need no service. */
  readonly unit: readonly string[];
  /** Need a server, a browser or a process of their own. */
  readonly system: readonly string[];
}

/** Finds the test files below the given paths; a file counts as a system test if it imports a service, directly or not. */
export async function findTestFiles(
  paths: readonly string[] = ["."],
): Promise<TestFiles> {
  for (const module of SERVICES) await Deno.stat(ROOT + module);
  const files: string[] = [];
  for (const path of paths) {
    await collect(path.replace(/^\.\/|\/$/g, ""), files);
  }
  const imports = new Map<string, string[]>();
  const system: string[] = [];
  const unit: string[] = [];
  for (const file of files.sort()) {
    (await needsService(file, imports) ? system : unit).push(file);
  }
  return { unit, system };
}

async function collect(path: string, files: string[]): Promise<void> {
  const { isFile } = await Deno.stat(ROOT + path);
  if (isFile) {
    files.push(path);
    return;
  }
  for await (const entry of Deno.readDir(ROOT + path)) {
    if (entry.isDirectory ? SKIPPED.has(entry.name) : !isTest(entry.name)) {
      continue;
    }
    await collect(path === "." ? entry.name : `${path}/${entry.name}`, files);
  }
}

function isTest(name: string): boolean {
  return /_test\.tsx?$/.test(name);
}

async function needsService(
  file: string,
  imports: Map<string, string[]>,
): Promise<boolean> {
  const seen = new Set([file]);
  for (const module of seen) {
    if (SERVICES.includes(module)) return true;
    let imported = imports.get(module);
    if (!imported) imports.set(module, imported = await readImports(module));
    for (const next of imported) seen.add(next);
  }
  return false;
}

/** The project's own modules that a module imports. */
async function readImports(module: string): Promise<string[]> {
  const text = await Deno.readTextFile(ROOT + module);
  const base = new URL(module, "file:///");
  return [
    ...text.matchAll(/^(?:import|export|\}) .*"(\.{1,2}\/[^"]+\.tsx?)";$/gm),
  ]
    .map(([, specifier]) => new URL(specifier!, base).pathname.slice(1))
    .filter((path) => path.startsWith("tests/support/") || isTest(path));
}

/** System tests get a process for each file, the longest file first; unit tests share some. */
export async function planJobs(files: TestFiles): Promise<Job[]> {
  const sized = await Promise.all(
    files.system.map(async (file) => ({
      file,
      size: (await Deno.stat(ROOT + file)).size,
    })),
  );
  sized.sort((a, b) => b.size - a.size);
  const jobs: Job[] = sized.map(({ file }) => ({ name: file, files: [file] }));
  const folders = Map.groupBy(
    files.unit,
    (file) => /^[^/]+(?=\/)/.exec(file)?.[0] ?? "top",
  );
  for (const [folder, files] of folders) {
    const parts = Math.ceil(files.length / UNIT_FILES);
    for (let part = 0; part < parts; part++) {
      const [from, to] = [part, part + 1].map((i) =>
        Math.round(files.length * i / parts)
      );
      const share = files.slice(from, to);
      const name = files.length === 1
        ? files[0]!
        : `${folder} (${share.length} files)`;
      jobs.push({ name, files: share });
    }
  }
  return jobs;
}
