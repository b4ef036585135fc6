/** Lays a chart out as a figure of its own, for print: always light on white. @module */
import {
  formatCount,
  formatPercent,
  formatSpan,
} from "../../domain/format/numbers.ts";
import {
  bucketWord,
  type ChartData,
  type ChartLine,
  MARK,
  placeOf,
  splitLine,
  type Values,
} from "./data.ts";
import { runsOf } from "./shapes.ts";

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

/** The value of a color of the style sheet, or of one written out. */
export type ColorOf = (name: string) => string;

/** Something to draw, in the units of {@linkcode FIGURE_SIZE}. */
export type Shape = PathShape | TextShape;

/** A path, as the `d` of SVG has it. */
export interface PathShape {
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
  readonly dash?: readonly number[] | undefined;
  /** @default {1} */
  readonly opacity?: number;
}

/** A line of text on its baseline. */
export interface TextShape {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  /** @default {"start"} */
  readonly anchor?: "start" | "middle" | "end";
}

/** Width and height of a figure. */
export const FIGURE_SIZE = { width: 800, height: 400 };

const MARGIN = 24;
const FOOT = 64;
const TITLE = 16;
const SMALL = 11;
const LINE = 15;
const CURRENT = 0.5;
const BAND = 0.2;
const GAP_COLOR = "#ececec";
const BREAK_DASH = [3, 3];

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

/** Where the chart itself is. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function plotShapes(data: ChartData, box: Box, colorOf: ColorOf): Shape[] {
  const { axis, missing, ticks, layers, lines } = data;
  const { marks = [], breaks = [] } = data;
  const unit = (box.right - box.left) / Math.max(1, axis.t.length);
  const x = (place: number) => round(box.left + place * unit);
  const y = (value: number) =>
    round(
      box.bottom -
        (value - data.min) / (data.max - data.min || 1) *
          (box.bottom - box.top),
    );
  const [ink, muted] = [colorOf("ink"), colorOf("muted")];
  const rule = (value: number, stroke: string): Shape => ({
    d: `M${box.left} ${y(value)}H${box.right}`,
    ...{ stroke, width: 0.75 },
  });
  const label = { size: SMALL, fill: muted };
  return [
    ...missing.map(({ from, to }) => ({
      d: boxPath(
        x(placeOf(axis, from)),
        x(placeOf(axis, to)),
        box.top,
        box.bottom,
      ),
      ...{ fill: GAP_COLOR, stroke: muted, width: 0.5, dash: [2, 3] },
    })),
    ...ticks.map(({ y }) => rule(y, colorOf("hairline"))),
    ...layers.map(({ fill, current, lower, upper }) => ({
      d: upper.map((top, i) => {
        const bottom = lower?.[i] ?? 0;
        const gap = unit > 4 ? 1 : 0;
        return top === null || top <= bottom
          ? ""
          : boxPath(x(i), x(i + 1) - gap, y(top), y(bottom));
      }).join(""),
      ...{ fill: colorOf(`fill-${fill}`), opacity: current ? CURRENT : 1 },
    })),
    ...lines.flatMap((line) => lineShapes(line, data, { x, y, colorOf })),
    ...(data.min <= 0 ? [rule(0, muted)] : []),
    ...breaks.map((t) => ({
      d: `M${x(placeOf(axis, t))} ${box.top}V${box.bottom}`,
      ...{ stroke: ink, width: 0.75, dash: BREAK_DASH },
    })),
    ...marks.map(({ t, y: value }) => ({
      ...{ ...label, fill: ink, text: MARK, anchor: "middle" as const },
      ...{ x: x(placeOf(axis, t) + 0.5), y: y(value) - 2 },
    })),
    ...ticks.map(({ y: value, text }) => ({
      ...{ ...label, text, anchor: "end" as const },
      ...{ x: box.left - 8, y: y(value) + 4 },
    })),
    ...axis.times.many.map(({ t, label: text }) => ({
      ...{ ...label, text, anchor: "middle" as const },
      ...{ x: x(placeOf(axis, t)), y: box.bottom + 16 },
    })),
  ];
}

/** How values and buckets become places. */
interface Places {
  readonly x: (place: number) => number;
  readonly y: (value: number) => number;
  readonly colorOf: ColorOf;
}

function lineShapes(
  { color, dash, values, band, dots }: ChartLine,
  { isLastCurrent }: ChartData,
  { x, y, colorOf }: Places,
): Shape[] {
  const stroke = colorOf(color);
  const points = (values: Values, run: readonly number[]) =>
    run.map((i) => `${x(i + 0.5)} ${y(values[i]!)}`);
  const { settled, current } = splitLine(values, isLastCurrent);
  const paths = [settled, ...(current ? [current] : [])].map((part, i) => ({
    d: runsOf(part).map((run) =>
      run.length === 1
        ? circlePath(x(run[0]! + 0.5), y(part[run[0]!]!), 1)
        : `M${points(part, run).join("L")}`
    ).join(""),
    ...{ stroke, width: 2, dash, opacity: i === 1 ? CURRENT : 1 },
  }));
  const area = band && {
    d: runsOf(band.upper).map((run) => {
      const [i] = run as [number];
      return run.length === 1
        ? boxPath(
          x(i + 0.25),
          x(i + 0.75),
          y(band.upper[i]!),
          y(band.lower[i]!),
        )
        : `M${
          [...points(band.upper, run), ...points(band.lower, run.toReversed())]
            .join("L")
        }Z`;
    }).join(""),
    ...{ fill: stroke, opacity: BAND },
  };
  const circles = (dots ?? []).map((value, i) =>
    value === null ? "" : circlePath(x(i + 0.5), y(value), 3)
  ).join("");
  return [
    ...(area ? [area] : []),
    ...paths,
    ...(circles ? [{ d: circles, fill: "#ffffff", stroke, width: 1 }] : []),
  ];
}

/** A sample beside its name. */
interface LegendItem {
  readonly name: string;
  /** How it looks, in a box from 0 to 16 and of 10 around `y`. */
  readonly sample: (x: number, y: number) => Shape;
}

/** Names all that the chart may show, whether it has room beside it or not. */
function legendShapes(
  data: ChartData,
  colorOf: ColorOf,
  top: number,
  room: number,
): { shapes: Shape[]; bottom: number } {
  let [x, y] = [MARGIN, top];
  const shapes: Shape[] = [];
  for (const { name, sample } of legendItems(data, colorOf)) {
    const text = wrapText(name, SMALL, room - 40, 1)[0] ?? "";
    const width = 22 + textWidth(text, SMALL) + 16;
    if (x > MARGIN && x + width > MARGIN + room) [x, y] = [MARGIN, y + LINE];
    shapes.push(sample(x, y - 4), {
      ...{ text, x: x + 22, y, size: SMALL, fill: colorOf("ink") },
    });
    x += width;
  }
  return { shapes, bottom: y };
}

function legendItems(data: ChartData, colorOf: ColorOf): LegendItem[] {
  const { layers, lines, missing, marks = [], breaks = [] } = data;
  const square =
    (fill: string, opacity = 1, stroke?: string) =>
    (x: number, y: number): Shape => ({
      d: boxPath(x + 3, x + 13, y - 5, y + 5),
      ...{ fill, opacity, ...(stroke && { stroke, width: 0.5, dash: [2, 3] }) },
    });
  const fills = [...new Set(layers.map(({ fill }) => fill))];
  const isFilling = data.isLastCurrent &&
    layers.some(({ current, upper }) => current && (upper.at(-1) ?? 0) > 0);
  const first = lines[0];
  const stroke = first && colorOf(first.color);
  return [
    ...fills.map((fill) => ({
      name: fill,
      sample: square(colorOf(`fill-${fill}`)),
    })),
    ...lines.map(({ label, color, dash }) => ({
      name: label,
      sample: (x: number, y: number): Shape => ({
        d: `M${x} ${y}h18`,
        ...{ stroke: colorOf(color), width: 2, dash },
      }),
    })),
    ...(lines.some(({ band }) => band)
      ? [{
        name: `${formatPercent(95, 100)} confidence`,
        sample: square(stroke!, BAND),
      }]
      : []),
    ...(lines.some(({ dots }) => dots?.some((dot) => dot !== null))
      ? [{
        name: "fewer than 5 posts",
        sample: (x: number, y: number): Shape => ({
          d: circlePath(x + 9, y, 3),
          ...{ fill: "#ffffff", stroke: stroke!, width: 1 },
        }),
      }]
      : []),
    ...(isFilling
      ? [{
        name: "still filling",
        sample: square(colorOf(`fill-${fills[0]}`), CURRENT),
      }]
      : []),
    ...(missing.length > 0
      ? [{ name: "no data", sample: square(GAP_COLOR, 1, colorOf("muted")) }]
      : []),
    ...(breaks.length > 0
      ? [{
        name: "another scorer",
        sample: (x: number, y: number): Shape => ({
          d: `M${x + 9} ${y - 5}v10`,
          ...{ stroke: colorOf("ink"), width: 0.75, dash: BREAK_DASH },
        }),
      }]
      : []),
    ...(marks.length > 0
      ? [{
        name: "stood out",
        sample: (x: number, y: number): Shape => ({
          ...{ text: MARK, x: x + 8, y: y + 4, size: SMALL },
          ...{ fill: colorOf("ink"), anchor: "middle" },
        }),
      }]
      : []),
  ];
}

function boxPath(left: number, right: number, top: number, bottom: number) {
  return `M${left} ${top}H${round(right)}V${bottom}H${left}Z`;
}

function circlePath(x: number, y: number, r: number): string {
  return `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0` +
    `a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

function round(value: number): number {
  return Math.round(100 * value) / 100;
}

/** Width of text, about: an SVG cannot measure it. */
function textWidth(text: string, size: number): number {
  let width = 0;
  for (const char of text) width += char.codePointAt(0)! >= 0x2e80 ? 1 : 0.56;
  return width * size;
}

/** Breaks a text into lines of a width; what does not fit ends with `…`. */
export function wrapText(
  text: string,
  size: number,
  width: number,
  most: number,
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (textWidth(longer, size) <= width || !line) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line) lines.push(line);
  const shown = lines.slice(0, most);
  if (lines.length > most) shown.push(`${shown.pop()} …`);
  return shown.map((line) => clipText(line, size, width));
}

function clipText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const chars = [...text];
  while (textWidth(chars.join("") + "…", size) > width) chars.pop();
  return chars.join("") + "…";
}
