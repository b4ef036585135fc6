import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Series } from "../../domain/series/series.ts";
import { unscored } from "../../tests/support/posts.ts";
import type { ChartData } from "../chart/data.ts";
import { figureShapes, type FigureWords } from "./figure.ts";
import { toSvg } from "./picture.ts";
import { wrapText } from "./shapes.ts";
import { timeAxis } from "../chart/time_axis.ts";
import { moodChartData, shareChartData } from "../chart/topic_data.ts";

const SERIES: Series = {
  topic: "trump",
  step: 3_600,
  t: [0, 3_600, 7_200],
  posts: [100, 3, 0],
  positive: [97, 3, 0],
  neutral: [2, 0, 0],
  negative: [1, 0, 0],
  score: [96, 3, 0],
  squares: [98, 3, 0],
  ...unscored(3),
};
const OUTAGE = {
  ...{ from: 9_000, to: 10_200 },
  ...{ sources: ["x:"], reasons: ["no answer"] },
};
const SHOWN = {
  series: SERIES,
  axis: timeAxis(SERIES, "UTC", true),
  isLastCurrent: false,
  outages: [OUTAGE],
  sources: null,
};
const WORDS: FigureWords = {
  title: "trump: Share",
  queries: "query: trump",
  posts: 103,
  sources: "bluesky",
  address: "http://localhost/t/trump?from=0&to=10800",
};

function textsOf(data: ChartData, words = WORDS): string[] {
  return figureShapes(data, words, (name) => `#${name}`)
    .flatMap((shape) => "text" in shape ? [shape.text] : []);
}

Deno.test("a figure says what it shows, and of how many posts", () => {
  const texts = textsOf(shareChartData(SHOWN));
  for (
    const part of [
      WORDS.title,
      WORDS.queries,
      /^per hour, UTC · n = 103 posts · 1 Jan 1970, 00:00 to .* UTC$/,
      /^1 interruption, 20.min without data, shaded$/,
      "Freshet · sources: bluesky",
      WORDS.address,
    ]
  ) {
    ok(
      texts.some((text) =>
        typeof part === "string" ? text === part : part.test(text)
      ),
      `${part} in ${JSON.stringify(texts)}`,
    );
  }
});

Deno.test("a figure names all that it shows, however little of it there is", () => {
  const shares = textsOf(shareChartData(SHOWN));
  for (const name of ["positive", "neutral", "negative", "no data"]) {
    ok(shares.includes(name), name);
  }
  const scores = textsOf(moodChartData(SHOWN));
  for (const name of [/^mood$/, /^95.?% confidence$/, /^fewer than 5 posts$/]) {
    ok(scores.some((text) => name.test(text)), `${name}`);
  }
});

Deno.test("a figure names and draws where the scorer changes", () => {
  const scorerChanges = [{ t: 3_600, before: 1, after: 2 }];
  const data = shareChartData({ ...SHOWN, scorerChanges });
  ok(textsOf(data).includes("another scorer"));
  const shapes = figureShapes(data, WORDS, (name) => `#${name}`);
  ok(
    shapes.some((shape) =>
      "d" in shape && /^M[\d.]+ [\d.]+V[\d.]+$/.test(shape.d)
    ),
  );
  ok(!textsOf(shareChartData(SHOWN)).includes("another scorer"));
});

Deno.test("a figure without a gap says so", () => {
  const texts = textsOf(shareChartData({ ...SHOWN, outages: [] }));
  ok(texts.includes("no interruptions"));
  ok(!texts.includes("no data"));
});

Deno.test("wrapText() breaks between words, and cuts what has no room", () => {
  deepStrictEqual(wrapText("one two  three", 10, 45, 3), ["one two", "three"]);
  deepStrictEqual(wrapText("one two three four", 10, 45, 2).length, 2);
  const [cut, ...none] = wrapText("日".repeat(100), 10, 100, 1);
  match(cut!, /^日{9}…$/);
  deepStrictEqual(none, []);
  deepStrictEqual(wrapText(" ", 10, 100, 1), []);
});

Deno.test("toSvg() is well-formed whatever a query holds", () => {
  const hostile = `</text><script>"&'\u0000\u000b\ud800\ufffe`;
  const shapes = figureShapes(
    shareChartData(SHOWN),
    { ...WORDS, title: hostile, queries: hostile },
    (name) => `#${name}`,
  );
  const svg = toSvg(shapes, '"A", sans-serif', hostile);
  for (const part of ["<script", "\u0000", "\u000b", "\ufffe"]) {
    ok(!svg.includes(part), JSON.stringify(part));
  }
  strictEqual(svg, svg.toWellFormed());
  ok(svg.includes("&lt;/text&gt;&lt;script&gt;&quot;&amp;'"));
  ok(svg.includes('font-family="&quot;A&quot;, sans-serif"'));
});
