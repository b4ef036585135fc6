import type { BuildSnapshot, FsRoute } from "./build_snapshot.ts";

/** A build as it is written to disk. */
export interface BuildManifest {
  mode: "development" | "production";
  buildId: string;
  boot: string[];
  liveReload: string | null;
  files: { url: string; path: string; hash: string; contentType: string }[];
  islands: {
    module: Record<string, unknown>;
    url: string;
    imports: string[];
  }[];
  routes: FsRoute[];
}

/** Makes a build usable; `read` gives the content of its files by their paths. */
export function toSnapshot(
  manifest: BuildManifest,
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): BuildSnapshot {
  const { buildId, boot, liveReload, routes } = manifest;
  return {
    buildId,
    boot,
    liveReload,
    routes,
    files: new Map(manifest.files.map(({ url, path, hash, contentType }) => [
      url,
      { hash, contentType, read: () => read(path) },
    ])),
    islands: new Map(
      manifest.islands.flatMap(({ module, url, imports }) =>
        Object.entries(module)
          .filter(([, value]) => typeof value === "function")
          .map(([name, value]) => [value, { name, url, imports }])
      ),
    ),
  };
}
