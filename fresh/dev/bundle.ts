import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";
import { minify_sync } from "terser";
import { sharedModules } from "./shared_modules.ts";

/** Bytes below which an island is not worth a file of its own. */
const SMALL = 1_500;

/** Bundles islands, and the scripts that make them move, by file name. */
export async function bundle(
  islands: readonly string[],
  root: string,
  mode: "development" | "production",
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  // So it runs as a process that has ended when it answers, and leaves none behind.
  env.ESBUILD_WORKER_THREADS = "0";
  const { buildSync } = await import("esbuild");
  const own = mode === "production" ? ["boot"] : ["boot", "live_reload"];
  const options: BuildOptions = {
    ...optionsOf(root, mode),
    entryPoints: [
      ...islands.map((path) => ({ in: path, out: withoutEnd(path) })),
      ...own.map((name) => ({ in: ownFile(`client/${name}.ts`), out: name })),
    ],
  };
  let { metafile, outputFiles } = buildSync(options);
  if (mode === "production") {
    const small = Object.values(metafile!.outputs).flatMap((output) =>
      output.bytes < SMALL && islands.includes(output.entryPoint ?? "")
        ? [output.entryPoint!]
        : []
    );
    const shared = [
      ...sharedModules(metafile!, islands),
      ...small,
      ownFile("client/boot.ts"),
    ];
    outputFiles = importing(shared, root, (inject) =>
      buildSync({ ...options, inject })).outputFiles;
  }
  return new Map(outputFiles!.map(({ path, text }) => {
    const content = mode === "production" ? minify(text) : text;
    return [relative(root, path), new TextEncoder().encode(content)];
  }));
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
    target: ["chrome120", "firefox124", "safari17.4"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: isProduction,
    sourcemap: isProduction ? false : "inline",
    define: { "process.env.NODE_ENV": JSON.stringify(mode) },
    logLevel: "silent",
  };
}

/**
 * Builds as if every module imported the `shared` ones, also what is loaded
 * later: so these end up in one file. In a file for each set of modules that
 * share them they pack worse, and take more requests.
 */
function importing<T>(
  shared: readonly string[],
  root: string,
  build: (inject: string[]) => T,
): T {
  const folder = join(root, "_fresh", "entries");
  const made = mkdirSync(folder, { recursive: true });
  const lines = shared.map((path) =>
    `import ${JSON.stringify(resolve(root, path))};\n`
  );
  writeFileSync(join(folder, "shared.ts"), lines.join(""));
  try {
    return build([join(folder, "shared.ts")]);
  } finally {
    rmSync(made ?? folder, { recursive: true });
  }
}

/** esbuild is fast, but leaves some 4 % that packing does not take away. */
function minify(module: string): string {
  return minify_sync(module, { module: true }).code!;
}

function withoutEnd(path: string): string {
  return path.replace(/\.\w+$/, "");
}

function ownFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
