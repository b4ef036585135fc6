/** Lays a chart out as a figure of its own, for print: always light on white. @module */
import { formatCount, formatSpan } from "../../domain/format/numbers.ts";
import { bucketWord, type ChartData } from "../chart/data.ts";
import { legendShapes } from "./legend.ts";
import { plotShapes } from "./plot.ts";
import {
  type ColorOf,
  LINE,
  MARGIN,
  type Shape,
  SMALL,
  type TextShape,
  textWidth,
  wrapText,
} from "./shapes.ts";

/** What a figure says besides the chart. */
export interface FigureWords {
  readonly title: string;
  /** What is counted, such as `query: sea ice`. */
  readonly queries: string;
  /** How many posts it shows. */
  readonly posts: number;
  /** Names of the sources. */
  readonly sources: string;
  /** The address that keeps showing this. */
  readonly address: string;
}

/** Width and height of a figure. */
export const FIGURE_SIZE = { width: 800, height: 400 };

const FOOT = 64;
const TITLE = 16;

/** The shapes of a figure, in the order in which they are drawn. */
export function figureShapes(
  data: ChartData,
  words: FigureWords,
  colorOf: ColorOf,
): Shape[] {
  const { width, height } = FIGURE_SIZE;
  const [ink, muted] = [colorOf("ink"), colorOf("muted")];
  const room = width - 2 * MARGIN;
  const lines = (text: string, size: number, most: number) =>
    wrapText(text, size, room, most);
  const head: TextShape[] = [
    ...lines(words.title, TITLE, 2).map((text) => ({
      text,
      size: TITLE,
      fill: ink,
      weight: 600,
    })),
    ...[words.queries, countWords(data, words.posts), gapWords(data)]
      .flatMap((text) => lines(text, SMALL, 2))
      .map((text) => ({ text, size: SMALL, fill: muted })),
  ].reduce<TextShape[]>((placed, one) => {
    const before = placed.at(-1);
    const y = before ? before.y + (one.size === TITLE ? 20 : LINE + 1) : 34;
    return [...placed, { ...one, x: MARGIN, y }];
  }, []);
  const legend = legendShapes(data, colorOf, head.at(-1)!.y + 22, room);
  const foot = [
    `Freshet · sources: ${words.sources}`,
    words.address,
  ].map((text, i) => ({
    text: wrapText(text, 9.5, room, 1)[0] ?? "",
    ...{ x: MARGIN, y: height - 24 + 13 * i, size: 9.5, fill: muted },
  }));
  const left = MARGIN + 8 +
    Math.max(...data.ticks.map(({ text }) => textWidth(text, SMALL)));
  const box = {
    left,
    right: width - MARGIN,
    top: legend.bottom + 14,
    bottom: height - FOOT,
  };
  return [
    { d: `M0 0H${width}V${height}H0Z`, fill: "#ffffff" },
    ...head,
    ...legend.shapes,
    ...plotShapes(data, box, colorOf),
    ...foot,
  ];
}

/** `per week, UTC · n = 20,862 posts · 4 Mar 2014 to 11 Mar 2014 UTC`. */
function countWords({ axis }: ChartData, posts: number): string {
  return `per ${bucketWord(axis)}, ${axis.zone} · n = ${formatCount(posts)} ` +
    `${posts === 1 ? "post" : "posts"} · ${axis.span}`;
}

/** `2 interruptions, 41 min without data, shaded`. */
function gapWords({ missing }: ChartData): string {
  if (missing.length === 0) return "no interruptions";
  const seconds = missing.reduce((sum, { from, to }) => sum + to - from, 0);
  return `${formatCount(missing.length)} ` +
    `${missing.length === 1 ? "interruption" : "interruptions"}, ` +
    `${formatSpan(Math.round(seconds))} without data, shaded`;
}
