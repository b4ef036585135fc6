import { strictEqual } from "node:assert/strict";
import { barsPath } from "./bars_path.ts";

Deno.test("barsPath() stands bars side by side, and leaves gaps and empty bars out", () => {
  const layer = { tone: "posts", current: false, upper: [10, null, 0, 5] };
  strictEqual(
    barsPath({ ...layer, tone: "posts" }, 10),
    "M0 1000V0h1V1000M3 1000V500h1V1000",
  );
});

Deno.test("barsPath() begins a stacked bar where the one below it ends", () => {
  strictEqual(
    barsPath(
      { tone: "neutral", current: false, lower: [25], upper: [75] },
      100,
    ),
    "M0 750V250h1V750",
  );
});
