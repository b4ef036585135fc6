import type { App } from "./app.ts";
import type { BuildSnapshot } from "./build_snapshot.ts";
import { build } from "./client/build_id.ts";
import type { ResolvedFreshConfig } from "./types.ts";

const NOTHING: BuildSnapshot = {
  buildId: "",
  files: new Map(),
  islands: new Map(),
  boot: [],
  liveReload: null,
  routes: [],
};

const snapshots = new WeakMap<object, BuildSnapshot>();

/** Gives a build to an app. */
export function equip<S>(
  app: App<S>,
  snapshot: BuildSnapshot,
  config: Pick<ResolvedFreshConfig, "root" | "mode">,
): void {
  snapshots.set(app, snapshot);
  build.id = snapshot.buildId;
  Object.assign(app.config, config);
}

/** The build that an app was given; an empty one before that. */
export function snapshotOf(app: object): BuildSnapshot {
  return snapshots.get(app) ?? NOTHING;
}
