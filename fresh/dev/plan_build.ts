import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import type { BuildManifest } from "../build_manifest.ts";
import type { ResolvedBuildOptions } from "./build_options.ts";
import { bundle, outOf } from "./bundle.ts";
import { contentType } from "./content_type.ts";
import { listFiles, listModules } from "./list_files.ts";

/** A build whose modules are not loaded yet. */
export interface BuildPlan extends Omit<BuildManifest, "islands" | "routes"> {
  /** `file` is an absolute path, as of the routes. */
  islands: { file: string; url: string; imports: string[] }[];
  routes: { path: string; file: string }[];
  /** Of the bundled files, by their paths. */
  contents: Map<string, Uint8Array<ArrayBuffer>>;
}

/** Finds and bundles what an app consists of. */
export async function planBuild(
  options: ResolvedBuildOptions,
  mode: "development" | "production",
): Promise<BuildPlan> {
  const { root, outDir, islandDir, routeDir } = options;
  const islands = await listModules(islandDir);
  const { contents, withImports } = await bundle(islands, options, mode);
  const statics = await hashStatics(options);
  const scripts = [...contents].map(([path, content]) => ({
    path,
    hash: hash(content),
  }));

  const buildId = hash(JSON.stringify([mode, statics, scripts]));
  const folder = `/_fresh/js/${buildId}`;
  const written = (path: string) =>
    relative(root, join(outDir, "static", folder, path));
  const urls = (path: string) => withImports(path).map((p) => `${folder}/${p}`);

  return {
    mode,
    buildId,
    boot: urls("boot.js"),
    liveReload: mode === "production" ? null : `${folder}/live_reload.js`,
    files: [
      ...statics,
      ...scripts.map(({ path, hash }) => ({
        url: toUrl(`${folder}/${path}`),
        path: written(path),
        hash,
        contentType: contentType(path),
      })),
    ],
    islands: islands.map((path) => {
      const [url, ...imports] = urls(`${outOf(path)}.js`);
      return { file: join(islandDir, path), url: url!, imports };
    }),
    routes: (await listModules(routeDir))
      .filter((path) => !path.includes("(_"))
      .map((path) => ({ path, file: join(routeDir, path) })),
    contents: new Map(
      [...contents].map(([path, content]) => [written(path), content]),
    ),
  };
}

async function hashStatics(
  { root, staticDir }: ResolvedBuildOptions,
): Promise<BuildPlan["files"]> {
  const paths = await listFiles(staticDir);
  return await Promise.all(paths.map(async (path) => ({
    url: toUrl(`/${path}`),
    path: relative(root, join(staticDir, path)),
    hash: hash(await Deno.readFile(join(staticDir, path))),
    contentType: contentType(path),
  })));
}

function toUrl(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function hash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 40);
}
