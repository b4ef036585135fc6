import { buildSync } from "esbuild";
import { Builder } from "fresh/dev";
import { fileURLToPath } from "node:url";
import type { State } from "./state.ts";
import { isBuildStale } from "./tools/is_build_stale.ts";

const builder = new Builder<State>();

if (!Deno.args.includes("build")) {
  bundleStyles();
  const { runDev } = await import("./start/dev.ts");
  await runDev(builder);
} else if (!Deno.args.includes("--if-stale") || await isBuildStale()) {
  const slow = setTimeout(() => {
    // deno-lint-ignore no-console
    console.error("Building the pages");
  }, 2_000);
  bundleStyles();
  await builder.build();
  clearTimeout(slow);
}

/** Bundles the components' styles, in the order of `components/styles.css`, into `static/styles.css`. */
function bundleStyles(): void {
  buildSync({
    absWorkingDir: fileURLToPath(new URL("./", import.meta.url)),
    entryPoints: ["components/styles.css"],
    outfile: "static/styles.css",
    bundle: true,
    minify: true,
    logLevel: "error",
  });
}
