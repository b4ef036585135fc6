import { deepStrictEqual, match, ok } from "node:assert/strict";
import settings from "../deno.json" with { type: "json" };
import fresh from "../fresh/deno.json" with { type: "json" };

const read = (path: string) =>
  Deno.readTextFile(new URL(`../${path}`, import.meta.url));

Deno.test("every dependency has one exact version, the same here and in fresh/", () => {
  const { imports } = settings;
  for (const [name, address] of Object.entries(imports)) {
    match(address, /^(npm|jsr):@?[^@]+@\d+\.\d+\.\d+$/, name);
  }
  for (const [name, address] of Object.entries(fresh.imports)) {
    deepStrictEqual(address, imports[name as keyof typeof imports]);
  }
});

Deno.test("no version is younger than a week, and no package runs a script", () => {
  deepStrictEqual(settings.minimumDependencyAge, "P7D");
  deepStrictEqual(settings.allowScripts, []);
});

Deno.test("the workflow looks for known vulnerabilities", async () => {
  match(await read(".github/workflows/ci.yml"), /deno@[\d.]+ audit$/m);
});

Deno.test("SECURITY.md names tests that exist", async () => {
  const paths = (await read("SECURITY.md")).matchAll(/`(\S+_test\.tsx?)`/g)
    .map(([, path]) => path!).toArray();
  ok(paths.length > 10);
  for (const path of paths) await read(path);
});
