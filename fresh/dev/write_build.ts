import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BuildPlan } from "../load_build.ts";

const SERVER = `import { loadBuild } from "fresh/internal";
import { join } from "node:path";
import { app } from "../main.ts";
import build from "./build.json" with { type: "json" };

const apply = await loadBuild(join(import.meta.dirname, ".."), build);
apply(app);

export default { fetch: app.handler() };
`;

/** Writes a build; `server.js` comes last and at once, so that half a build cannot run. */
export async function writeBuild(
  root: string,
  { contents = new Map(), ...build }: BuildPlan,
): Promise<void> {
  for (const [path, content] of contents) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  const [out, json] = [join(root, "_fresh"), JSON.stringify(build, null, 2)];
  await writeFile(join(out, "build.json"), json);
  await writeFile(join(out, "server.js.part"), SERVER);
  await rename(join(out, "server.js.part"), join(out, "server.js"));
}
