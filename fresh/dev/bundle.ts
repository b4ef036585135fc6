import * as esbuild from "esbuild";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOptions } from "./builder.ts";

/** Bundles islands, and the scripts that make them move, by file name. */
export async function bundle(
  islands: readonly string[],
  mode: "development" | "production",
  { root, target }: Required<BuildOptions>,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const isProduction = mode === "production";
  const own = isProduction ? ["boot"] : ["boot", "live_reload"];
  try {
    const { outputFiles } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: [
        ...islands.map((path) => ({
          in: path,
          out: path.replace(/\.\w+$/, ""),
        })),
        ...own.map((name) => ({ in: ownFile(`client/${name}.ts`), out: name })),
      ],
      outdir: root,
      alias: { "fresh/runtime": ownFile("runtime.ts") },
      bundle: true,
      splitting: true,
      write: false,
      format: "esm",
      platform: "browser",
      target,
      jsx: "automatic",
      jsxImportSource: "preact",
      minify: isProduction,
      sourcemap: isProduction ? false : "inline",
      define: { "process.env.NODE_ENV": JSON.stringify(mode) },
      logLevel: "silent",
    });
    return new Map(outputFiles.map(({ path, contents }) => [
      path.slice(join(root, "/").length),
      contents as Uint8Array<ArrayBuffer>,
    ]));
  } finally {
    await esbuild.stop();
  }
}

function ownFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
