import { deepStrictEqual } from "node:assert/strict";
import { metafile } from "../testdata/metafile.ts";
import { joinIslands } from "./join_islands.ts";

Deno.test("joinIslands() puts together what the same routes show, near or far", () => {
  const modules = metafile({
    "routes/a": ["near", "only-a", "both"],
    "routes/b": ["both", "later?"],
    near: ["far"],
    far: [],
    both: [],
    later: [],
    "only-a": [],
    nowhere: [],
  });
  deepStrictEqual(
    joinIslands(
      ["only-a", "both", "far", "nowhere", "later"],
      ["routes/a", "routes/b"],
      modules,
    ),
    [["only-a", "far"], ["both"], ["nowhere", "later"]],
  );
});
