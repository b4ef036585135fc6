import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import type { BuildOptions, Metafile } from "esbuild";
import { sharedModules } from "./shared_modules.ts";

type Entry = { in: string; out: string };

/** Bundles islands, and the scripts that make them move, by file name. */
export async function bundle(
  islands: readonly string[],
  root: string,
  mode: "development" | "production",
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  // So it runs as a process that has ended when it answers, and leaves none behind.
  env.ESBUILD_WORKER_THREADS = "0";
  const { buildSync } = await import("esbuild");
  const build = (entryPoints: Entry[]) =>
    buildSync({ ...optionsOf(root, mode), entryPoints });
  const own = mode === "production" ? ["boot"] : ["boot", "live_reload"];
  const ownEntries = own.map((name) => ({
    in: ownFile(`client/${name}.ts`),
    out: name,
  }));
  const entries = islands.map((path) => ({ in: path, out: withoutEnd(path) }));

  let built = build([...entries, ...ownEntries]);
  if (mode === "production") {
    const folder = join(root, "_fresh", "entries");
    const made = mkdirSync(folder, { recursive: true });
    const joined = joinShared(entries, built.metafile!, { root, folder });
    built = build([...joined, ...ownEntries]);
    rmSync(made ?? folder, { recursive: true });
  }
  return new Map(built.outputFiles!.map(({ path, contents }) => [
    relative(root, path),
    contents as Uint8Array<ArrayBuffer>,
  ]));
}

function optionsOf(root: string, mode: string): BuildOptions {
  const isProduction = mode === "production";
  return {
    absWorkingDir: root,
    outdir: root,
    alias: { "fresh/runtime": ownFile("runtime.ts") },
    bundle: true,
    splitting: true,
    metafile: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: ["chrome99", "firefox99", "safari15"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: isProduction,
    sourcemap: isProduction ? false : "inline",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    logLevel: "silent",
  };
}

/**
 * Writes entry points that all load the same modules, so that these end up in
 * one file: in a file for each set of islands that share them they pack worse.
 */
function joinShared(
  entries: readonly Entry[],
  metafile: Metafile,
  { root, folder }: { root: string; folder: string },
): Entry[] {
  const from = (path: string) => JSON.stringify(resolve(root, path));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const shared = sharedModules(metafile, entries.map((entry) => entry.in));
  write("shared.ts", shared.map((path) => `import ${from(path)};\n`).join(""));
  const outputs = Object.values(metafile.outputs);
  return entries.map(({ in: path, out }, i) => {
    const { exports = [] } = outputs.find((o) => o.entryPoint === path) ?? {};
    const text = `import "./shared.ts";
export { ${exports.join()} } from ${from(path)};
`;
    return { in: write(`${i}.ts`, text), out };
  });
}

function withoutEnd(path: string): string {
  return path.replace(/\.\w+$/, "");
}

function ownFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
