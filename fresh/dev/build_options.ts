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
