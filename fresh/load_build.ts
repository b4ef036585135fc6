import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { App } from "./app.ts";
import { build as current } from "./client/wire.ts";

/** What a build has found; paths start at the app's root. */
export interface BuildPlan {
  id: string;
  mode: "development" | "production";
  files: { url: string; path: string; hash: string }[];
  islands: { url: string; path: string }[];
  routes: string[];
  /** What every page with islands loads. */
  boot: string;
  /** What every page loads in development. */
  liveReload: string | null;
  /** Of files, by path; others are on disk. */
  contents?: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** A file that browsers may ask for. */
export interface StaticFile {
  hash: string;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** A module of the routes folder; its path starts there. */
export interface RouteFile {
  path: string;
  module: Record<string, unknown>;
}

/** A build with its modules. */
export interface Build extends Pick<BuildPlan, "id" | "boot" | "liveReload"> {
  /** By URL path. */
  files: ReadonlyMap<string, StaticFile>;
  /** By component: the URL of its module, and its name there. */
  islands: ReadonlyMap<unknown, readonly [url: string, name: string]>;
  routes: readonly RouteFile[];
}

/** What an app has before it is given a build. */
export const NO_BUILD: Build = {
  ...{ id: "", boot: "", liveReload: null, routes: [] },
  ...{ files: new Map(), islands: new Map() },
};

/** Loads the modules of a build; what it returns gives the build to an app. */
export async function loadBuild<S>(
  root: string,
  { mode, contents, ...found }: BuildPlan,
): Promise<(app: App<S>) => void> {
  const load = (path: string): Promise<Record<string, unknown>> =>
    import(pathToFileURL(join(root, path)).href);
  const islands = new Map<unknown, [url: string, name: string]>();
  for (const { url, path } of found.islands) {
    for (const [name, value] of Object.entries(await load(path))) {
      if (typeof value === "function") islands.set(value, [url, name]);
    }
  }
  const routes = found.routes.map(async (path) => ({
    path: path.slice(path.indexOf("/") + 1),
    module: await load(path),
  }));
  const files = found.files.map(({ url, path, hash }) => {
    const read = async () =>
      contents?.get(path) ?? await Deno.readFile(join(root, path));
    return [url, { hash, read }] as const;
  });
  const [modules, served] = [await Promise.all(routes), new Map(files)];
  const build = { ...found, islands, routes: modules, files: served };
  return (app) => {
    app.build = build;
    Object.assign(app.config, { mode, root });
    current.id = build.id;
  };
}
