import { join } from "node:path";
import type { App } from "./app.ts";
import { type BuildManifest, toSnapshot } from "./build_manifest.ts";
import { equip } from "./equip.ts";

/** Gives a build on disk to an app; files are read when they are asked for. */
export function equipFromDisk<S>(
  app: App<S>,
  manifest: BuildManifest,
  root: string,
): void {
  const read = (path: string) => Deno.readFile(join(root, path));
  equip(app, toSnapshot(manifest, read), { mode: manifest.mode, root });
}
