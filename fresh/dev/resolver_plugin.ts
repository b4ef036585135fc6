import type { Plugin } from "esbuild";
import { fileURLToPath } from "node:url";
import { type ImportMap, mapSpecifier } from "./import_map.ts";

const RUNTIME = fileURLToPath(new URL("../runtime.ts", import.meta.url));
const MAPPED = { isMapped: true };

/** Lets esbuild resolve bare names as Deno does; packages are those of `root`. */
export function resolverPlugin(root: string, imports: ImportMap): Plugin {
  return {
    name: "import-map",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, ...args }) => {
        if (args.pluginData === MAPPED) return;
        if (args.importer.includes("/node_modules/")) return;

        const target = mapSpecifier(path, imports);
        if (target.startsWith("/")) return { path: target };
        if (/^jsr:\/?@fresh\/core(@[^/]*)?\/runtime$/.test(target)) {
          return { path: RUNTIME };
        }
        const name = npmName(target);
        if (name !== null) {
          const { kind, importer } = args;
          const pluginData = MAPPED;
          return build.resolve(name, {
            kind,
            importer,
            resolveDir: root,
            pluginData,
          });
        }
        if (!target.includes(":")) return;
        return { errors: [{ text: `Browsers cannot import "${path}"` }] };
      });
    },
  };
}

/** `@a/b/c` of `npm:@a/b@^1.0.0/c`; null if it is no package. */
function npmName(target: string): string | null {
  const [, name, rest = ""] =
    /^npm:\/?((?:@[^/]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(target) ?? [];
  return name === undefined ? null : name + rest;
}
