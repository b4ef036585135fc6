import { deepStrictEqual } from "node:assert/strict";
import type { Series } from "../../domain/series/series.ts";
import { makeWindow, unscored } from "../../tests/support/posts.ts";
import { timeAxis } from "./time_axis.ts";
import {
  moodChartData,
  postsChartData,
  shareChartData,
  type Shown,
  sourceChartData,
} from "./topic_data.ts";

/** What a topic's charts show of a series. */
function show(
  series: Series,
  isLastCurrent: boolean,
  rest: Partial<Pick<Shown, "outages" | "sources">> = {},
): Shown {
  const axis = timeAxis(series, "UTC", false);
  return { series, axis, isLastCurrent, outages: [], sources: null, ...rest };
}

Deno.test("postsChartData() has a gap where nothing could be read, and zero where nobody posted", () => {
  const outage = { from: 15, to: null, sources: ["x:"], reasons: ["refused"] };
  const series = makeWindow([0, 0, 3, 0], 30);
  const { layers, missing } = postsChartData(
    show(series, true, { outages: [outage] }),
  );
  deepStrictEqual(missing, [{ from: 15, to: 40 }]);
  deepStrictEqual(layers.map(({ upper }) => upper), [
    [0, null, 3, null],
    [null, null, null, null],
  ]);
});

const SERIES: Series = {
  topic: "trump",
  step: 60,
  t: [0, 60, 120, 180],
  posts: [5, 0, 1, 2],
  positive: [2, 0, 1, 2],
  neutral: [0, 0, 0, 0],
  negative: [2, 0, 0, 0],
  score: [0, 0, 3, 6],
  squares: [4, 0, 9, null],
  ...unscored(4),
};

Deno.test("moodChartData() draws the decisions of the word list where nothing else scored", () => {
  const [line] = moodChartData(show(SERIES, true)).lines;
  deepStrictEqual(line!.values, [0, null, null, null]);
  // Two of 100, one of 0 and two of -100.
  const half = Number((196 * Math.sqrt(4 / 4 / 5)).toFixed(1));
  deepStrictEqual(line!.band, {
    lower: [-half, null, null, null],
    upper: [half, null, null, null],
  });
});

Deno.test("moodChartData() shows values of fewer than five posts as dots, which do not widen the axis", () => {
  const { lines: [line], max } = moodChartData(show(SERIES, false));
  deepStrictEqual(line!.dots, [null, null, max, max]);
  deepStrictEqual(max < 100, true);
  const few = { ...SERIES, posts: [4, 0, 1, 2] };
  const chart = moodChartData(show(few, false));
  deepStrictEqual(chart.lines[0]!.dots, [0, null, 100, 100]);
  deepStrictEqual(chart.max, 100);
});

Deno.test("moodChartData() draws net moods with their bands, and nothing of posts without probabilities", () => {
  const scored = {
    ...{ ...SERIES, scored: [5, 0, 0, 1], scorers: [10, 0, 0, 2] },
    pPositive: [3, 0, 0, 0.1],
    pNegative: [0.5, 0, 0, 0.9],
    pSquares: [1.35, 0, 0, 0.64],
  };
  const [line] = moodChartData(show(scored, false)).lines;
  deepStrictEqual([line!.label, line!.values], [
    "mood",
    [50, null, null, null],
  ]);
  deepStrictEqual(line!.dots!.map((dot) => dot !== null), [
    ...[false, false, false, true],
  ]);
  deepStrictEqual(line!.band!.upper, [63.9, null, null, null]);
});

Deno.test("charts of shares and moods mark where the scorer changes, that of posts does not", () => {
  const scorerChanges = [60, 999].map((t) => ({ t, before: 1, after: 2 }));
  const shown = { ...show(SERIES, false), scorerChanges };
  deepStrictEqual(shareChartData(shown).breaks, [60]);
  deepStrictEqual(moodChartData(shown).breaks, [60]);
  deepStrictEqual(postsChartData(shown).breaks, undefined);
});

const CHARTS_SERIES: Series = {
  topic: "trump",
  step: 60,
  t: [0, 60, 120],
  posts: [4, 0, 2],
  positive: [1, 0, 1],
  neutral: [2, 0, 1],
  negative: [1, 0, 0],
  score: [0, 0, 3],
  squares: [2, 0, 9],
  ...unscored(3),
};

Deno.test("shareChartData() stacks the shares to 100 % and leaves a gap where nobody posted", () => {
  const { layers, max } = shareChartData(show(CHARTS_SERIES, false));
  deepStrictEqual(
    layers.map(({ fill, lower, upper }) => ({ fill, lower, upper })),
    [
      { fill: "positive", lower: undefined, upper: [25, null, 50] },
      { fill: "neutral", lower: [25, null, 50], upper: [75, null, 100] },
      { fill: "negative", lower: [75, null, 100], upper: [100, null, 100] },
    ],
  );
  deepStrictEqual(max, 100);
});

Deno.test("shareChartData() parts the bucket that is still filling from the others", () => {
  const [whole, current] = shareChartData(show(CHARTS_SERIES, true)).layers;
  deepStrictEqual(whole!.upper, [25, null, null]);
  deepStrictEqual(current!.upper, [null, null, 50]);
  deepStrictEqual([whole!.current, current!.current], [false, true]);
});

Deno.test("shareChartData() names every band that shows, where it is in the last whole bucket", () => {
  deepStrictEqual(
    shareChartData(show(CHARTS_SERIES, true)).names.map((
      { text, y },
    ) => [text, y]),
    [["positive", 12.5], ["neutral", 50], ["negative", 87.5]],
  );
  deepStrictEqual(
    shareChartData(show(CHARTS_SERIES, false)).names.map(({ text, y }) => [
      text,
      y,
    ]),
    [["positive", 25], ["neutral", 75], ["negative", 100]],
  );
});

Deno.test("sourceChartData() has a line for each source, where the charts beside it have their buckets", () => {
  const series = { ...makeWindow([1, 2, 3], 120), step: 60, t: [60, 120, 180] };
  const sources = {
    t: [0, 60, 120],
    sources: { "x:": [9, 0, 1], "bluesky:": [9, null, 1] },
  };
  const { axis, lines } = sourceChartData(show(series, true, { sources }));
  deepStrictEqual(axis.t, [60, 120, 180]);
  deepStrictEqual(lines.map(({ label, values }) => [label, values]), [
    ["bluesky", [null, 1, null]],
    ["x", [0, 1, null]],
  ]);
  deepStrictEqual(lines.map(({ color }) => color), ["line-1", "line-2"]);
});
