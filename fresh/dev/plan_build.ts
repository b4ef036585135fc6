import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { BuildPlan } from "../build.ts";
import { bundle } from "./bundle.ts";

/** Finds routes, islands and static files, and bundles the islands. */
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
  const entries = await readdir(join(root, folder), options).catch(orNone);
  return entries.filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
    .sort();
}

/** An empty list in place of a folder that does not exist. */
export function orNone(error: NodeJS.ErrnoException): [] {
  if (error.code === "ENOENT") return [];
  throw error;
}

function isModule(path: string): boolean {
  return /\.[jt]sx?$/.test(path) && !/[._]test\.|\/\(_/.test(path);
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha1").update(content).digest("hex");
}

const SERVER = `import { loadBuild } from "fresh/internal";
import { join } from "node:path";
import { app } from "../main.ts";
import build from "./build.json" with { type: "json" };

const apply = await loadBuild(join(import.meta.dirname, ".."), build);
apply(app);

export default { fetch: app.handler() };
`;

/** Writes a build; `server.js` last and by renaming, so that half a build cannot run. */
export async function writeBuild(
  root: string,
  { contents = new Map(), ...build }: BuildPlan,
): Promise<void> {
  for (const [path, content] of contents) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  const [out, json] = [join(root, "_fresh"), JSON.stringify(build, null, 2)];
  await writeFile(join(out, "build.json"), json);
  await writeFile(join(out, "server.js.part"), SERVER);
  await rename(join(out, "server.js.part"), join(out, "server.js"));
}
