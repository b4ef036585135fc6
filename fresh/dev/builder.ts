import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { App } from "../app.ts";
import { toSnapshot } from "../build_manifest.ts";
import { equip } from "../equip.ts";
import { addFileRoutes } from "../routing/add_file_routes.ts";
import { RouteTable } from "../routing/route_table.ts";
import { serve } from "../serve.ts";
import type { ListenOptions } from "../types.ts";
import {
  type BuildOptions,
  type ResolvedBuildOptions,
  resolveOptions,
} from "./build_options.ts";
import { planBuild } from "./plan_build.ts";
import { withLiveReload } from "./with_live_reload.ts";
import { writeBuild } from "./write_build.ts";

/** Builds what browsers load, and finds the routes. */
// deno-lint-ignore no-explicit-any -- the app says what its state is
export class Builder<S = any> {
  readonly #options: ResolvedBuildOptions;

  constructor(options: BuildOptions = {}) {
    this.#options = resolveOptions(options);
  }

  /** Builds; what it returns gives the build to an app. */
  async build(
    { mode = "production", snapshot = "disk" }: {
      mode?: "development" | "production";
      snapshot?: "disk" | "memory";
    } = {},
  ): Promise<(app: App<S>) => void> {
    const { root, outDir } = this.#options;
    if (snapshot === "disk") await removeFolder(outDir);
    const plan = await planBuild(this.#options, mode);
    const islands = await Promise.all(plan.islands.map(load));
    const routes = await Promise.all(plan.routes.map(load));
    addFileRoutes(new RouteTable(), routes); // throws if a route is not one
    if (snapshot === "disk") await writeBuild(plan, this.#options);

    const read = async (path: string) =>
      plan.contents.get(path) ?? await Deno.readFile(join(root, path));
    const found = toSnapshot({ ...plan, islands, routes }, read);
    return (app) => equip(app, found, { mode, root });
  }

  /** Builds in memory and serves the app; pages reload when it starts again. */
  async listen(
    importApp: () => Promise<{ app: App<S> } | App<S>>,
    options: ListenOptions = {},
  ): Promise<void> {
    const apply = await this.build({ mode: "development", snapshot: "memory" });
    const imported = await importApp();
    const app = "app" in imported ? imported.app : imported;
    apply(app);
    await serve(withLiveReload(app.handler()), options);
  }
}

async function load<T extends { file: string }>(
  item: T,
): Promise<T & { module: Record<string, unknown> }> {
  return { ...item, module: await import(pathToFileURL(item.file).href) };
}

async function removeFolder(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
