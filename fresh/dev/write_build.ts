import { dirname, join, relative } from "node:path";
import type { ResolvedBuildOptions } from "./build_options.ts";
import type { BuildPlan } from "./plan_build.ts";

/** Writes a build; `server.js` comes last and at once, so that half a build cannot run. */
export async function writeBuild(
  { contents, ...plan }: BuildPlan,
  { root, outDir, serverEntry }: ResolvedBuildOptions,
): Promise<void> {
  for (const [path, content] of contents) {
    await Deno.mkdir(dirname(join(root, path)), { recursive: true });
    await Deno.writeFile(join(root, path), content);
  }
  const specifier = (file: string) => JSON.stringify(specify(outDir, file));
  await Deno.writeTextFile(
    join(outDir, "snapshot.js"),
    writeSnapshot(plan, specifier),
  );

  const draft = join(outDir, "server.js.part");
  const server = `import { equipFromDisk } from "fresh/internal";
import { join } from "node:path";
import { app } from ${specifier(serverEntry)};
import manifest from "./snapshot.js";

const root = join(import.meta.dirname, ${
    JSON.stringify(relative(outDir, root))
  });
equipFromDisk(app, manifest, root);

export default { fetch: app.handler() };
`;
  await Deno.writeTextFile(draft, server);
  await Deno.rename(draft, join(outDir, "server.js"));
}

function writeSnapshot(
  { islands, routes, ...plan }: Omit<BuildPlan, "contents">,
  specifier: (file: string) => string,
): string {
  const lines = [...islands, ...routes].map(({ file }, i) =>
    `import * as module${i} from ${specifier(file)};`
  );
  const entries = [...islands, ...routes].map(({ file: _, ...entry }, i) =>
    `${JSON.stringify(entry).slice(0, -1)},"module":module${i}}`
  );
  const split = islands.length;
  return `${lines.join("\n")}

export default {
  ...${JSON.stringify(plan, null, 2)},
  islands: [${entries.slice(0, split).join(",\n")}],
  routes: [${entries.slice(split).join(",\n")}],
};
`;
}

function specify(from: string, file: string): string {
  const path = relative(from, file).replaceAll("\\", "/");
  const escaped = path.replaceAll(/[%?#]/g, encodeURIComponent);
  return escaped.startsWith(".") ? escaped : `./${escaped}`;
}
