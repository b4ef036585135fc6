import { strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { chartSummary } from "./words.ts";

const series = makeWindow([1, 2], 890);

Deno.test("chartSummary() says what is shown of which time, and what it comes to", () => {
  strictEqual(
    chartSummary("Posts", "3 in all", { series, outages: [] }, "UTC"),
    "Posts from 1 Jan 1970, 00:14:40 to 1 Jan 1970, 00:15:00 UTC: 3 in all.",
  );
});

Deno.test("chartSummary() tells of the newest three interruptions", () => {
  const outages = [1, 2, 3, 4].map((n) => ({
    from: n * 100,
    to: n * 100 + 60,
    sources: [`source ${n}`],
    reasons: [],
  }));
  const told = chartSummary("Posts", "none", { series, outages }, "UTC");
  strictEqual(
    told.split("No data: source ").map((part) => part[0]).join(),
    "P,2,3,4",
  );
});

Deno.test("chartSummary() says if there is no time", () => {
  strictEqual(
    chartSummary(
      "Posts",
      "none",
      { series: makeWindow([], 0), outages: [] },
      "UTC",
    ),
    "Posts from no time at all: none.",
  );
});
