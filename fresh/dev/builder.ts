/** Builds an app, and serves it during development. @module */
import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { App } from "../app.ts";
import { type BuildPlan, loadBuild } from "../build.ts";
import { ALIVE_PATH } from "../client/wire.ts";
import { WORK_FOLDER } from "./bundle.ts";
import { orNone, planBuild, writeBuild } from "./plan_build.ts";

/** Settings of a {@linkcode Builder}. */
export interface BuildOptions {
  /** Folder of the app. @default {Deno.cwd()} */
  root?: string;
}

/** Settings of {@linkcode Builder.listen}. */
export type ListenOptions = Partial<Deno.ServeTcpOptions>;

/** Finds routes and static files, and bundles islands. */
// deno-lint-ignore no-explicit-any -- the app says what its state is
export class Builder<S = any> {
  readonly #root: string;

  constructor({ root = Deno.cwd() }: BuildOptions = {}) {
    this.#root = resolve(root);
  }

  /** Builds; the returned function gives the build to an app. */
  async build(
    { mode = "production", snapshot = "disk" }: {
      mode?: BuildPlan["mode"];
      snapshot?: "disk" | "memory";
    } = {},
  ): Promise<(app: App<S>) => void> {
    const root = this.#root;
    const outDir = join(root, "_fresh");
    const isWritten = snapshot === "disk";
    if (isWritten) await removeBuild(outDir);
    const plan = await planBuild(root, mode);
    const apply = await loadBuild(root, plan);
    if (isWritten) await writeBuild(root, plan);
    return apply;
  }

  /** Builds in memory and serves the app; pages reload when it has restarted. */
  async listen(
    importApp: () => Promise<{ app: App<S> } | App<S>>,
    options: ListenOptions = {},
  ): Promise<void> {
    const apply = await this.build({ mode: "development", snapshot: "memory" });
    const imported = await importApp();
    const app = "app" in imported ? imported.app : imported;
    apply(app);
    await Deno.serve(options, withLiveReload(app.handler())).finished;
  }
}

/** Removes the previous build, but not the working folder of one that runs at the same time. */
async function removeBuild(outDir: string): Promise<void> {
  for (const name of await readdir(outDir).catch(orNone)) {
    if (name.startsWith(WORK_FOLDER)) continue;
    await rm(join(outDir, name), { recursive: true, force: true });
  }
}

/** Also says to pages when the server was started. */
function withLiveReload(handler: Deno.ServeHandler): Deno.ServeHandler {
  const revision = String(Date.now());
  return (req, info) => {
    if (new URL(req.url).pathname !== ALIVE_PATH) return handler(req, info);
    const { socket, response } = Deno.upgradeWebSocket(req);
    socket.onopen = () => socket.send(revision);
    return response;
  };
}
