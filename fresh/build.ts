/** What a build consists of; `fresh/internal`, which a generated `_fresh/server.js` imports. @module */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as current } from "./client/wire.ts";

/** What a build has found; paths start at the app's root. */
export interface BuildPlan {
  id: string;
  mode: "development" | "production";
  /** Files that browsers may request, by URL path. */
  files: Readonly<Record<string, { path: string; hash: string }>>;
  islands: { url: string; path: string }[];
  routes: string[];
  /** Script of every page with islands. */
  boot: string;
  /** Script of every page in development. */
  liveReload: string | null;
  /** Of files, by path; others are on disk. */
  contents?: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** A module of the routes folder; its path starts there. */
export interface RouteFile {
  path: string;
  module: Record<string, unknown>;
}

/** A build with its modules. */
export interface Build extends Omit<BuildPlan, "islands" | "routes"> {
  root: string;
  /** By component: the URL of its module, and its name there. */
  islands: ReadonlyMap<unknown, readonly [url: string, name: string]>;
  routes: readonly RouteFile[];
}

/** The build of an app that has not been given one. */
export const NO_BUILD: Build = {
  ...{ id: "", root: "", mode: "production", files: {}, islands: new Map() },
  ...{ routes: [], boot: "", liveReload: null },
};

/** Loads the modules of a build; the returned function gives the build to an app. */
export async function loadBuild(
  root: string,
  plan: BuildPlan,
): Promise<(app: { build: Build }) => void> {
  const load = (path: string): Promise<Record<string, unknown>> =>
    import(pathToFileURL(join(root, path)).href);
  const islands = new Map<unknown, [url: string, name: string]>();
  for (const { url, path } of plan.islands) {
    for (const [name, value] of Object.entries(await load(path))) {
      if (typeof value === "function") islands.set(value, [url, name]);
    }
  }
  const routes = await Promise.all(plan.routes.map(async (path) => ({
    path: path.slice(path.indexOf("/") + 1),
    module: await load(path),
  })));
  return (app) => {
    app.build = { ...plan, root, islands, routes };
    current.id = plan.id;
  };
}
