import { strictEqual } from "node:assert/strict";
import { stateOf } from "./pipeline.ts";

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
