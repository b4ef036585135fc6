import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { App } from "../app.ts";
import { ALIVE_PATH } from "../client/wire.ts";
import { type BuildPlan, loadBuild } from "../load_build.ts";
import type { ListenOptions } from "../types.ts";
import { planBuild } from "./plan_build.ts";
import { writeBuild } from "./write_build.ts";

/** Settings of a {@linkcode Builder}. */
export interface BuildOptions {
  /** Where the app lies. @default {Deno.cwd()} */
  root?: string;
}

/** Finds routes and static files, and builds what browsers load. */
// deno-lint-ignore no-explicit-any -- the app says what its state is
export class Builder<S = any> {
  readonly #root: string;

  constructor({ root = Deno.cwd() }: BuildOptions = {}) {
    this.#root = resolve(root);
  }

  /** Builds; what it returns gives the build to an app. */
  async build(
    { mode = "production", snapshot = "disk" }: {
      mode?: BuildPlan["mode"];
      snapshot?: "disk" | "memory";
    } = {},
  ): Promise<(app: App<S>) => void> {
    const root = this.#root;
    const outDir = join(root, "_fresh");
    const isKept = snapshot === "disk";
    if (isKept) await rm(outDir, { recursive: true, force: true });
    const plan = await planBuild(root, mode);
    const apply = await loadBuild<S>(root, plan);
    if (isKept) await writeBuild(root, plan);
    return apply;
  }

  /** Builds in memory and serves the app; pages load again when it has restarted. */
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

/** Also tells pages which start of the server they are connected to. */
function withLiveReload(handler: Deno.ServeHandler): Deno.ServeHandler {
  const revision = String(Date.now());
  return (req, info) => {
    if (new URL(req.url).pathname !== ALIVE_PATH) return handler(req, info);
    const { socket, response } = Deno.upgradeWebSocket(req);
    socket.onopen = () => socket.send(revision);
    return response;
  };
}
