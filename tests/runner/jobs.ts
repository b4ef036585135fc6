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

/** Tests of the whole, whatever they import. */
const WHOLE = /^tests\/\w+_test\.tsx?$/;

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

/** Finds the test files below the given paths; a file counts as a system test if it stands in `tests/` or imports a service, directly or not. */
export async function findTestFiles(
  paths: readonly string[] = ["."],
): Promise<TestFiles> {
  for (const module of SERVICES) await Deno.stat(ROOT + module);
  const files: string[] = [];
  for (const path of paths) {
    await collect(path.replace(/^\.\/|\/$/g, ""), files);
  }
  const system: string[] = [];
  const unit: string[] = [];
  for (const file of files.sort()) {
    const modules = await modulesOf(file);
    const isSystem = WHOLE.test(file) ||
      SERVICES.some((module) => modules.has(module));
    (isSystem ? system : unit).push(file);
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

/** Sizes by module, and what it imports. */
const READ = new Map<string, { size: number; imports: string[] }>();

/** A test file and all modules of `tests/` that it is made of, with their sizes. */
async function modulesOf(file: string): Promise<Map<string, number>> {
  const sizes = new Map([[file, 0]]);
  for (const module of sizes.keys()) {
    const { size, imports } = READ.get(module) ?? await readModule(module);
    sizes.set(module, size);
    for (const next of imports) if (!sizes.has(next)) sizes.set(next, 0);
  }
  return sizes;
}

async function readModule(module: string) {
  const text = await Deno.readTextFile(ROOT + module);
  const base = new URL(module, "file:///");
  const found = text.matchAll(
    /^(?:import|export|\}) .*"(\.{1,2}\/[^"]+\.tsx?)";$/gm,
  );
  const imports = [...found]
    .map(([, specifier]) => new URL(specifier!, base).pathname.slice(1))
    .filter((path) => path.startsWith("tests/") || isTest(path));
  const read = { size: text.length, imports };
  READ.set(module, read);
  return read;
}

/** System tests get a process for each file, the largest with its support first; unit tests share some. */
export async function planJobs(files: TestFiles): Promise<Job[]> {
  const sized = await Promise.all(
    files.system.map(async (file) => {
      const sizes = await modulesOf(file);
      return { file, size: sizes.values().reduce((sum, size) => sum + size) };
    }),
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
