import type { App } from "../app.ts";
import type { ListenOptions } from "../types.ts";
import type { BuildOptions } from "./build_options.ts";

/** Builds what browsers load, and finds the routes. */
// deno-lint-ignore no-explicit-any -- as upstream: the app decides
export class Builder<S = any> {
  constructor(_options: BuildOptions = {}) {}

  /** Builds; what it returns gives the build to an app. */
  build(
    _options: {
      mode?: "development" | "production";
      snapshot?: "disk" | "memory";
    } = {},
  ): Promise<(app: App<S>) => void> {
    throw new Error("todo");
  }

  /** Builds in memory and serves the app; pages reload when it starts again. */
  listen(
    _importApp: () => Promise<{ app: App<S> } | App<S>>,
    _options: ListenOptions = {},
  ): Promise<void> {
    throw new Error("todo");
  }
}
