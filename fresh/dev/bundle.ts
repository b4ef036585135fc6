import { rmSync } from "node:fs";
import { relative } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";
import { minify } from "./minify.ts";
import { joinIslands } from "./join_islands.ts";
import { sharedModules } from "./shared_modules.ts";
import { writeEntries } from "./write_entries.ts";

/** What browsers load. */
export interface Bundle {
  /** By file name. */
  readonly contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** The file that holds an island, by the island's path. */
  readonly fileOf: ReadonlyMap<string, string>;
}

/**
 * Bundles islands, and the scripts that make them move; paths start at `root`.
 * Islands that the same routes show come in one file, and what several files
 * load in another: in many files it packs worse, and takes longer to come.
 */
export async function bundle(
  { islands, routes }: { islands: string[]; routes: string[] },
  root: string,
  mode: "development" | "production",
): Promise<Bundle> {
  // So it runs as a process that has ended when it answers, and leaves none behind.
  env.ESBUILD_WORKER_THREADS = "0";
  const { buildSync } = await import("esbuild");
  const build = (options: BuildOptions) =>
    buildSync({ ...optionsOf(root, mode), ...options });

  const boot = ownFile("client/boot.ts");
  const pages = build({ entryPoints: routes, packages: "external" });
  const groups = joinIslands(islands, routes, pages.metafile!);
  const { metafile } = build({ entryPoints: [...islands, boot] });
  const own = relative(root, boot);
  const shared = [...sharedModules([[own], ...groups], metafile!), own];

  const entries = writeEntries(groups, shared, { root, metafile: metafile! });
  const { outputFiles } = build({
    // As if every module began with it, also those that are loaded later: so all of them share one file.
    inject: [entries.shared],
    entryPoints: {
      ...entries.files,
      boot,
      ...mode === "development" &&
        { live_reload: ownFile("client/live_reload.ts") },
    },
  });
  rmSync(entries.folder, { recursive: true });
  const contents = outputFiles!.map(({ path, text }) => {
    const content = mode === "production" ? minify(text) : text;
    return [relative(root, path), new TextEncoder().encode(content)] as const;
  });
  return { contents: new Map(contents), fileOf: entries.fileOf };
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

function ownFile(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
