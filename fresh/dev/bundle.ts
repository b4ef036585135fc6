import * as esbuild from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ResolvedBuildOptions } from "./build_options.ts";
import { readImportMap } from "./import_map.ts";
import { resolverPlugin } from "./resolver_plugin.ts";

/** What browsers load, by path without a folder. */
export interface Bundle {
  contents: Map<string, Uint8Array<ArrayBuffer>>;
  /** A file, and what must be there before it can run. */
  withImports(path: string): string[];
}

/** Bundles the islands and what makes them move. */
export async function bundle(
  islands: readonly string[],
  { root, islandDir, target }: ResolvedBuildOptions,
  mode: "development" | "production",
): Promise<Bundle> {
  const isProduction = mode === "production";
  const entryPoints = [
    ...islands.map((path) => ({ in: join(islandDir, path), out: outOf(path) })),
    { in: clientFile("boot.ts"), out: "boot" },
    ...(isProduction ? [] : [
      { in: clientFile("live_reload.ts"), out: "live_reload" },
    ]),
  ];
  try {
    const { outputFiles, metafile } = await esbuild.build({
      absWorkingDir: root,
      entryPoints,
      outdir: OUT,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
      target,
      jsx: "automatic",
      jsxImportSource: "preact",
      minify: isProduction,
      sourcemap: isProduction ? false : "inline",
      define: { "process.env.NODE_ENV": JSON.stringify(mode) },
      metafile: true,
      write: false,
      logLevel: "silent",
      plugins: [resolverPlugin(root, await readImportMap(root))],
    });
    const out = join(root, OUT, "/");
    return {
      contents: new Map(outputFiles.map((file) => [
        file.path.slice(out.length).replaceAll("\\", "/"),
        file.contents as Uint8Array<ArrayBuffer>,
      ])),
      withImports: (path) => [...follow(metafile, path)],
    };
  } finally {
    await esbuild.stop();
  }
}

const OUT = "js";

/** Where the bundle of an island is put, without its extension. */
export function outOf(island: string): string {
  return `islands/${island.replace(/\.\w+$/, "")}`;
}

function clientFile(name: string): string {
  return fileURLToPath(new URL(`../client/${name}`, import.meta.url));
}

function follow(
  metafile: esbuild.Metafile,
  path: string,
  seen: Set<string> = new Set(),
): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (
    const { kind, path: next } of metafile.outputs[`${OUT}/${path}`]!.imports
  ) {
    if (kind === "import-statement") {
      follow(metafile, next.slice(OUT.length + 1), seen);
    }
  }
  return seen;
}
