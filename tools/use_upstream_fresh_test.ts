import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../tests/support/temporary.ts";
import { toUpstream } from "./use_upstream_fresh.ts";

const TEXT = await Deno.readTextFile(new URL("../deno.json", import.meta.url));

/** The settings of this project, as they are and on upstream. */
const OURS = JSON.parse(TEXT);
const UPSTREAM = JSON.parse(toUpstream(TEXT));

Deno.test("toUpstream() removes the link to the stand-in, and checks it no more", () => {
  ok(!("links" in UPSTREAM));
  match(UPSTREAM.imports.fresh, /^jsr:@fresh\/core@/);
  ok(UPSTREAM.exclude.includes("fresh"));
});

Deno.test("toUpstream() lets the roles that serve pages read the names of a build", () => {
  for (const role of ["start", "web"]) {
    deepStrictEqual(UPSTREAM.permissions[role].env.allow, [
      ...OURS.permissions[role].env.allow,
      "DENO_DEPLOYMENT_ID",
      "GITHUB_SHA",
      "CI_COMMIT_SHA",
    ]);
  }
});

Deno.test("toUpstream() lets the build do everything", () => {
  strictEqual(
    UPSTREAM.tasks.build.command,
    "deno run --frozen -A dev.ts build",
  );
});

Deno.test("toUpstream() changes nothing else, and nothing twice", () => {
  const rest = (settings: typeof OURS) => {
    const { links: _, exclude, permissions, tasks, ...others } = settings;
    const same = Object.entries(tasks)
      .filter(([name]) => name !== "build");
    const excluded = exclude.filter((path: string) => path !== "fresh");
    const { start: _start, web: _web, ...roles } = permissions;
    return [others, roles, excluded, same];
  };
  deepStrictEqual(rest(UPSTREAM), rest(OURS));
  strictEqual(toUpstream(toUpstream(TEXT)), toUpstream(TEXT));
});

Deno.test("the task fresh:upstream changes deno.json, removes deno.lock and installs", async () => {
  const { command } = OURS.tasks["fresh:upstream"];
  const [change, install] = command.split(" && ");
  strictEqual(install, "deno install");
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/deno.json`, TEXT);
  await Deno.writeTextFile(`${folder.path}/deno.lock`, "{}");
  const root = fileURLToPath(new URL("../", import.meta.url));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: change.replace("tools/", `--no-config ${root}tools/`)
      .split(" ").slice(1),
    cwd: folder.path,
    stdin: "null",
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  const text = await Deno.readTextFile(`${folder.path}/deno.json`);
  strictEqual(text, toUpstream(TEXT));
  const names = (await Array.fromAsync(Deno.readDir(folder.path)))
    .map(({ name }) => name);
  deepStrictEqual(names, ["deno.json"]);
});
