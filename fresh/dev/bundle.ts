import { env } from "node:process";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Bundles islands, and the scripts that make them move, by file name. */
export async function bundle(
  islands: readonly string[],
  root: string,
  mode: "development" | "production",
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const isProduction = mode === "production";
  const own = isProduction ? ["boot"] : ["boot", "live_reload"];
  // So it runs as a process that has ended when it answers, and leaves none behind.
  env.ESBUILD_WORKER_THREADS = "0";
  const { buildSync } = await import("esbuild");
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [
      ...islands.map((path) => ({ in: path, out: path.replace(/\.\w+$/, "") })),
      ...own.map((name) => ({ in: ownFile(`client/${name}.ts`), out: name })),
    ],
    outdir: root,
    alias: { "fresh/runtime": ownFile("runtime.ts") },
    bundle: true,
    splitting: true,
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
  });
  const files = outputFiles.map(({ path, contents }) =>
    [relative(root, path), contents as Uint8Array<ArrayBuffer>] as const
  );
  return new Map(files);
}

function ownFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
