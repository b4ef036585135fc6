import { strictEqual } from "node:assert/strict";
import { toMinuteCounts } from "./to_minute_counts.ts";

const SERIES = { t: [600, 660, 720], step: 60, posts: [1, 2, 3] };
const outage = (from: number, to: number | null) => ({
  from,
  to,
  sources: [],
  reasons: [],
});

Deno.test("toMinuteCounts() says whether a source was away for more than a minute of that time", () => {
  const isWhole = (...outages: [number, number | null][]) =>
    toMinuteCounts(SERIES, outages.map(([from, to]) => outage(from, to)))
      .isWhole;
  strictEqual(isWhole(), true);
  strictEqual(isWhole([0, 660]), true);
  strictEqual(isWhole([0, 661]), false);
  strictEqual(isWhole([600, 640], [700, 721]), false);
  strictEqual(isWhole([720, null]), true);
  strictEqual(isWhole([719, null]), false);
});
