import { resolve } from "node:path";

/** Settings of a build; paths are relative to `root`. */
export interface BuildOptions {
  /** What browsers must be able to run. @default {["chrome99", "firefox99", "safari15"]} */
  target?: string | string[];
  /** @default {Deno.cwd()} */
  root?: string;
  /** @default {"_fresh"} */
  outDir?: string;
  /** @default {"static"} */
  staticDir?: string;
  /** @default {"islands"} */
  islandDir?: string;
  /** @default {"routes"} */
  routeDir?: string;
  /** @default {"main.ts"} */
  serverEntry?: string;
}

/** Settings of a build with every default filled in, and absolute paths. */
export type ResolvedBuildOptions = Required<BuildOptions>;

/** Fills in the defaults. */
export function resolveOptions(options: BuildOptions): ResolvedBuildOptions {
  const {
    target = ["chrome99", "firefox99", "safari15"],
    outDir = "_fresh",
    staticDir = "static",
    islandDir = "islands",
    routeDir = "routes",
    serverEntry = "main.ts",
  } = options;
  const root = resolve(options.root ?? Deno.cwd());
  return {
    target,
    root,
    outDir: resolve(root, outDir),
    staticDir: resolve(root, staticDir),
    islandDir: resolve(root, islandDir),
    routeDir: resolve(root, routeDir),
    serverEntry: resolve(root, serverEntry),
  };
}
