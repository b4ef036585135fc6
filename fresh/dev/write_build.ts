import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { BuildPlan } from "../load_build.ts";
import type { BuildOptions } from "./builder.ts";

/** Writes a build; `server.js` comes last and at once, so that half a build cannot run. */
export async function writeBuild(
  { contents = new Map(), ...build }: BuildPlan,
  { root, outDir }: Required<BuildOptions>,
): Promise<void> {
  const out = join(root, outDir);
  for (const [path, content] of contents) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  await writeFile(join(out, "build.json"), JSON.stringify(build, null, 2));

  const home = relative(out, root);
  const server = `import { loadBuild } from "fresh/internal";
import { join } from "node:path";
import { app } from "${home}/main.ts";
import build from "./build.json" with { type: "json" };

const apply = await loadBuild(join(import.meta.dirname, "${home}"), build);
apply(app);

export default { fetch: app.handler() };
`;
  await writeFile(join(out, "server.js.part"), server);
  await rename(join(out, "server.js.part"), join(out, "server.js"));
}
