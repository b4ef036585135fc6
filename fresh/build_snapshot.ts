/** A file that browsers may ask for. */
export interface StaticFile {
  contentType: string;
  /** Of the content, in hex. */
  hash: string;
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Where the browser finds an island. */
export interface IslandRef {
  /** Name of the export. */
  name: string;
  /** URL of the module. */
  url: string;
  /** URLs of what the module imports at once. */
  imports: readonly string[];
}

/** A module of the routes folder. */
export interface FsRoute {
  /** Path inside the folder, such as `api/[id].ts`. */
  path: string;
  module: Record<string, unknown>;
}

/** What a build knows about an app. */
export interface BuildSnapshot {
  readonly buildId: string;
  /** By URL path. */
  readonly files: ReadonlyMap<string, StaticFile>;
  /** By component. */
  readonly islands: ReadonlyMap<unknown, IslandRef>;
  /** What every page with islands loads first. */
  readonly boot: readonly string[];
  /** What every page loads in development; null in production. */
  readonly liveReload: string | null;
  readonly routes: readonly FsRoute[];
}
