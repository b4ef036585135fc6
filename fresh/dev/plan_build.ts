import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { BuildPlan } from "../load_build.ts";
import { bundle } from "./bundle.ts";

/** Finds and bundles what an app consists of. */
export async function planBuild(
  root: string,
  mode: BuildPlan["mode"],
): Promise<BuildPlan> {
  const statics = await Promise.all(
    (await listFiles(root, "static")).map(async (path) => {
      const hash = hashOf(await readFile(join(root, path)));
      return [encodeURI(path).replace("static", ""), { path, hash }] as const;
    }),
  );
  const routes = (await listFiles(root, "routes")).filter(isModule);
  const islands = (await listFiles(root, "islands")).filter(isModule);
  const bundled = [...await bundle(islands, root, mode)]
    .map(([name, content]) => ({ name, content, hash: hashOf(content) }));

  const hashes = bundled.map(({ name, hash }) => [name, hash]);
  const id = hashOf(JSON.stringify([statics, hashes]));
  const url = (path: string) =>
    `/_fresh/js/${id}/${path.replace(/\.[jt]sx?$/, ".js")}`;
  const pathOf = (name: string) => `_fresh/static${url(name)}`;
  const scripts = bundled.map(({ name, hash }) =>
    [url(name), { path: pathOf(name), hash }] as const
  );
  return {
    id,
    mode,
    routes,
    islands: islands.map((path) => ({ url: url(path), path })),
    files: Object.fromEntries([...statics, ...scripts]),
    boot: url("boot.js"),
    liveReload: mode === "development" ? url("live_reload.js") : null,
    contents: new Map(bundled.map((b) => [pathOf(b.name), b.content])),
  };
}

/** Paths of the files in `folder`, from `root`; none if it does not exist. */
async function listFiles(root: string, folder: string): Promise<string[]> {
  const options = { recursive: true, withFileTypes: true } as const;
  const entries = await readdir(join(root, folder), options).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .sort();
}

function isModule(path: string): boolean {
  return /\.[jt]sx?$/.test(path) && !/[._]test\.|\/\(_/.test(path);
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha1").update(content).digest("hex");
}
