import { deepStrictEqual } from "node:assert/strict";
import type { Metafile } from "esbuild";
import { sharedModules } from "./bundle.ts";

/** What modules import; a name with `?` behind it is loaded later. */
function metafile(imports: Record<string, string[]>): Metafile {
  const inputs = Object.entries(imports).map(([path, names]) => [path, {
    bytes: 1,
    imports: names.map((name) => ({
      path: name.replace("?", ""),
      kind: name.endsWith("?") ? "dynamic-import" : "import-statement",
    })),
  }]);
  return { inputs: Object.fromEntries(inputs), outputs: {} };
}

Deno.test("sharedModules() finds what two entries load, however far away", () => {
  const modules = metafile({
    a: ["both", "only-a"],
    b: ["near"],
    near: ["both"],
    both: ["deep"],
    deep: ["both"],
    "only-a": [],
  });
  deepStrictEqual(sharedModules(modules, ["a", "b"]).sort(), ["both", "deep"]);
});

Deno.test("sharedModules() leaves alone what is loaded later, or by one entry twice", () => {
  const modules = metafile({
    a: ["x", "y"],
    x: ["z"],
    y: ["z"],
    z: [],
    b: ["z?"],
  });
  deepStrictEqual(sharedModules(modules, ["a", "b"]), []);
});

Deno.test("sharedModules() leaves alone what only modules loaded later need", () => {
  const modules = metafile({
    a: ["x?", "y?"],
    b: ["near", "x?"],
    near: [],
    x: ["late", "near"],
    y: ["late"],
    late: [],
  });
  deepStrictEqual(sharedModules(modules, ["a", "b"]), ["near"]);
});
