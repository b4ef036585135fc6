import { deepStrictEqual } from "node:assert/strict";
import { gapsTable, seriesTable } from "./csv.ts";
import type { Series } from "./series.ts";

const SERIES: Series = {
  topic: "trump",
  step: 60,
  t: [0, 60, 120],
  posts: [3, 0, 1],
  positive: [2, 0, 0],
  neutral: [0, 0, 1],
  negative: [1, 0, 0],
  score: [2, 0, 0],
  squares: [6, 0, 0],
  ...{ scored: [2, 0, 0], scorers: [4, 0, 0], pPositive: [1.3, 0, 0] },
  ...{ pNegative: [0.3, 0, 0], pSquares: [0.75, 0, 0] },
};

const OUTAGE = { sources: ["x:"], reasons: ["no answer"] };

Deno.test("seriesTable() has a row for each bucket that has begun", () => {
  const outages = [
    { ...OUTAGE, from: 30, to: 70.4 },
    { ...OUTAGE, from: 90, to: null },
  ];
  deepStrictEqual(seriesTable({ ...SERIES, outages }, 110), {
    columns: [
      ...["start", "end", "posts", "positive", "neutral", "negative"],
      ...["mean", "ci95", "missing_s", "mood", "mood_ci95", "scored"],
      ...["p_positive", "p_negative", "scorer"],
    ],
    rows: [
      [
        ...["1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z", 3, 2, 0, 1],
        ...[0.666667, 1.728558, 30, 50, 69.3, 2, 1.3, 0.3, null],
      ],
      [
        ...["1970-01-01T00:01:00Z", "1970-01-01T00:02:00Z", 0, 0, 0, 0],
        ...[null, null, 30, null, null, 0, 0, 0, null],
      ],
    ],
  });
});

Deno.test("seriesTable() ends units of the calendar where the next begins", () => {
  const month = {
    ...{ ...SERIES, per: "month", zone: "UTC", outages: [] } as const,
    t: [0, 2_678_400, 5_097_600],
    end: 7_776_000,
  };
  const ends = seriesTable(month, 1e9).rows.map((row) => row[1]);
  deepStrictEqual(ends, [
    ...["1970-02-01T00:00:00Z", "1970-03-01T00:00:00Z", "1970-04-01T00:00:00Z"],
  ]);
});

Deno.test("seriesTable() has a column for each source; what is not known is empty", () => {
  const sources = { "=demo": [1, null, 0], x: [2, 0, 1] };
  const table = seriesTable({ ...SERIES, outages: [], sources }, 999);
  deepStrictEqual(table.columns.slice(-2), ["posts_=demo", "posts_x"]);
  deepStrictEqual(table.rows.map((row) => row.slice(-2)), [
    ...[[1, 2], [null, 0], [0, 1]],
  ]);
});

Deno.test("gapsTable() is ordered by time, and open where a gap lasts", () => {
  const gap = { source: "x:", why: "no answer", recovered: false };
  const gaps = [
    { ...gap, from: 100, to: null },
    { ...gap, from: 0.5, to: 2, recovered: true },
  ];
  deepStrictEqual(gapsTable({ gaps }).rows, [
    [
      ...["1970-01-01T00:00:00.500Z", "1970-01-01T00:00:02Z", 1.5],
      ...["x:", "no answer", "true"],
    ],
    ["1970-01-01T00:01:40Z", null, null, "x:", "no answer", "false"],
  ]);
});
