import { deepStrictEqual } from "node:assert/strict";
import { metafile } from "../testdata/metafile.ts";
import { sharedModules } from "./shared_modules.ts";

Deno.test("sharedModules() finds what two groups load, however far away", () => {
  const modules = metafile({
    a: ["both", "only-a"],
    b: ["near"],
    near: ["both"],
    both: ["deep"],
    deep: ["both"],
    "only-a": [],
  });
  deepStrictEqual(sharedModules([["a"], ["b"]], modules).sort(), [
    "both",
    "deep",
  ]);
});

Deno.test("sharedModules() leaves alone what is loaded later, or by one group twice", () => {
  const modules = metafile({
    a: ["x", "y"],
    x: ["z"],
    y: ["z"],
    z: [],
    b: ["z?"],
  });
  deepStrictEqual(sharedModules([["a"], ["b"]], modules), []);
  deepStrictEqual(sharedModules([["x", "y"], ["b"]], modules), []);
});
