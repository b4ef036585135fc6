import { buildSync } from "esbuild";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Bundles the components' styles, in the order of `components/styles.css`, into `static/styles.css`. */
export function bundleStyles(): void {
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ["components/styles.css"],
    outfile: "static/styles.css",
    bundle: true,
    minify: true,
    logLevel: "error",
  });
}
