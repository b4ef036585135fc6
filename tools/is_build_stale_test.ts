import { strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { isBuildStale } from "./is_build_stale.ts";

const OLD = new Date("2026-01-01T00:00:00Z");
const BUILT = new Date("2026-01-02T00:00:00Z");
const NEW = new Date("2026-01-03T00:00:00Z");

interface Project extends AsyncDisposable {
  /** Writes a file and dates it; the folders around it are old. */
  write(path: string, time: Date): Promise<void>;
  remove(path: string): Promise<void>;
  isStale(): Promise<boolean>;
}

/** A project whose build is newer than its sources. */
async function makeProject(): Promise<Project> {
  const folder = await temporaryFolder();
  const project: Project = {
    async write(path, time) {
      const full = join(folder.path, path);
      await Deno.mkdir(dirname(full), { recursive: true });
      await Deno.writeTextFile(full, "");
      await Deno.utime(full, time, time);
      for (let at = dirname(full); at !== folder.path; at = dirname(at)) {
        await Deno.utime(at, OLD, OLD);
      }
    },
    remove: (path) => Deno.remove(`${folder.path}/${path}`),
    isStale: () => isBuildStale(pathToFileURL(`${folder.path}/`)),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
  await project.write("main.ts", OLD);
  await project.write("islands/charts/Live.tsx", OLD);
  await project.write("static/sign 100% #1?.svg", OLD);
  await project.write("_fresh/server.js", BUILT);
  return project;
}

Deno.test("isBuildStale() is content with a build that is newer than its sources", async () => {
  await using project = await makeProject();
  strictEqual(await project.isStale(), false);
});

Deno.test("isBuildStale() asks for a build if there is none", async () => {
  await using project = await makeProject();
  await project.remove("_fresh/server.js");
  strictEqual(await project.isStale(), true);
});

for (
  const path of [
    "components/deep/er/Chart.tsx",
    "deno.json",
    "deno.lock",
    "dev.ts",
    "domain/post.ts",
    "fresh/mod.ts",
    "islands/charts/Live.tsx",
    "main.ts",
    "routes/index.tsx",
    "state.ts",
    "static/sign 100% #1?.svg",
  ]
) {
  Deno.test(`isBuildStale() notices a newer ${path}`, async () => {
    await using project = await makeProject();
    await project.write(path, NEW);
    strictEqual(await project.isStale(), true);
  });
}

Deno.test("isBuildStale() notices a source that was taken away", async () => {
  await using project = await makeProject();
  await project.remove("islands/charts/Live.tsx");
  strictEqual(await project.isStale(), true);
});

for (const path of ["README.md", "db/read.ts", "fresh/node_modules/a/b.js"]) {
  Deno.test(`isBuildStale() does not mind a newer ${path}`, async () => {
    await using project = await makeProject();
    await project.write(path, NEW);
    strictEqual(await project.isStale(), false);
  });
}
