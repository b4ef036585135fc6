import { strictEqual } from "node:assert/strict";
import { publicSource, publicText, stateOf } from "./pipeline.ts";

Deno.test("stateOf() believes what was heard a moment ago", () => {
  strictEqual(stateOf({ state: "live", seen: 100 }, 130), "live");
  strictEqual(stateOf({ state: "down", seen: 100 }, 90), "down");
});

Deno.test("stateOf() calls a source silent whose process is not heard of", () => {
  strictEqual(stateOf({ state: "live", seen: 100 }, 131), "silent");
  strictEqual(stateOf({ state: "waiting", seen: 100 }, 131), "silent");
});

Deno.test("stateOf() expects nothing of a source that has ended", () => {
  strictEqual(stateOf({ state: "ended", seen: 100 }, 9_999), "ended");
});

for (
  const [source, name] of [
    ["file:/srv/data/posts.ndjson.gz?rate=5&topic=a/b", "file:posts.ndjson.gz"],
    ["file:data/a b.csv", "file:a b.csv"],
    [String.raw`file:C:\data\posts.csv`, "file:posts.csv"],
    ["file:posts.csv", "file:posts.csv"],
    ["bluesky://host:443", "bluesky://host:443"],
    ["demo:?rate=20", "demo:?rate=20"],
  ] as const
) {
  Deno.test(`publicSource() shows ${source} as ${name}`, () => {
    strictEqual(publicSource(source), name);
  });
}

Deno.test("publicText() drops the folders of a file", () => {
  const text = "cannot read /srv/data/posts.csv: no such file";
  strictEqual(
    publicText(text, "file:/srv/data/posts.csv?rate=5"),
    "cannot read posts.csv: no such file",
  );
  strictEqual(publicText("from a/b", "bluesky:"), "from a/b");
});
