import UPlot from "uplot";
import { type ChartData, seriesSpan, splitLine } from "./data.ts";
import { barRects, type LineShapes, lineShapes } from "./shapes.ts";

/** How {@linkcode openPlot} draws. */
export interface PlotStyle {
  /** Pixels of the page. */
  readonly width: number;
  readonly height: number;
  /** What a color of the style sheet is, by its name without dashes. */
  readonly colorOf: (name: string) => string;
  /** How much thicker lines are than in a page. @default {1} */
  readonly scale?: number;
}

const LINE_WIDTH = 2;
const BAND_ALPHA = 0.2;
const CURRENT_ALPHA = 0.5;

/**
 * Draws the bars, bands and lines of a chart with uPlot, in the shapes that they
 * have as SVG. Axes, grid, names and the cursor stand around it already.
 *
 * @param read The data to draw; for others that look alike (`plotKey()`), call `setData(plotColumns())`.
 */
export function openPlot(
  element: HTMLElement,
  read: () => ChartData,
  style: PlotStyle,
): UPlot {
  const { width, height } = style;
  const data = read();
  return new UPlot(
    {
      width,
      height,
      padding: [0, 0, 0, 0],
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      cursor: { show: false },
      scales: {
        x: {
          range: () => {
            const { from, to } = seriesSpan(read());
            return [from, to];
          },
        },
        y: { range: () => [read().min, read().max] },
      },
      series: [{}, ...seriesOf(data, read, style)],
    },
    plotColumns(data),
    element,
  );
}

/** What uPlot takes as data: times, and the values of each series. */
export function plotColumns(
  { t, layers, lines }: ChartData,
): UPlot.AlignedData {
  const columns = [
    t,
    ...layers.map(({ upper }) => upper),
    ...lines.map(({ values, band }) => band?.upper ?? values),
    ...lines.flatMap(({ values }) => [values, values]),
  ];
  return columns.map((column) => column.slice()) as UPlot.AlignedData;
}

/** Says which bars and lines there are: while it stays the same, so does a plot. */
export function plotKey({ layers, lines }: ChartData): string {
  return JSON.stringify([
    layers.map(({ tone, current }) => [tone, current]),
    lines.map(({ color, dash }) => [color, dash]),
  ]);
}

function seriesOf(
  { layers, lines }: ChartData,
  read: () => ChartData,
  { colorOf, scale = 1 }: PlotStyle,
): UPlot.Series[] {
  const points = { show: false, filter: () => null };
  const ink = (color: string) => color.startsWith("#") ? color : colorOf(color);
  const bars = layers.map(({ tone, current }, i): UPlot.Series => ({
    points,
    width: 0,
    alpha: current ? CURRENT_ALPHA : 1,
    fill: () => colorOf(`fill-${tone}`),
    paths: ({ bbox }) => ({ fill: barsPath(read(), i, bbox) }),
  }));
  const bands = lines.map(({ color }, i): UPlot.Series => ({
    points,
    width: 0,
    alpha: BAND_ALPHA,
    fill: () => ink(color),
    paths: ({ bbox }) => ({ fill: bandPath(read(), i, bbox) }),
  }));
  const strokes = lines.flatMap(({ color, dash = [] }, i) =>
    (["settled", "current"] as const).map((part): UPlot.Series => ({
      points,
      width: LINE_WIDTH * scale,
      dash: dash.map((length) => length * scale * devicePixelRatio),
      alpha: part === "current" ? CURRENT_ALPHA : 1,
      stroke: () => ink(color),
      paths: ({ bbox }) => ({ stroke: linePath(read(), i, bbox, part) }),
    }))
  );
  return [...bars, ...bands, ...strokes];
}

function barsPath(data: ChartData, index: number, box: UPlot.BBox): Path2D {
  const path = new Path2D();
  for (const [x, y, width, height] of barRects(data, index, box)) {
    path.rect(box.left + x, box.top + y, width, height);
  }
  return path;
}

function bandPath(data: ChartData, index: number, box: UPlot.BBox): Path2D {
  const { band } = data.lines[index]!;
  return new Path2D(band && shapesIn(box, data).band(band));
}

function linePath(
  data: ChartData,
  index: number,
  box: UPlot.BBox,
  part: "settled" | "current",
): Path2D {
  const { values } = data.lines[index]!;
  const line = splitLine(values, data.isLastCurrent)[part];
  return new Path2D(line ? shapesIn(box, data).line(line) : "");
}

function shapesIn(box: UPlot.BBox, { t, min, max }: ChartData): LineShapes {
  const unit = box.width / Math.max(1, t.length);
  return lineShapes({ ...box, unit, min, max });
}

/** Reads colors of the style sheet as they are now where an element stands, by their name without dashes. */
export function colorReader(element: HTMLElement): (name: string) => string {
  const colors = new Map<string, string>();
  return (name) => {
    const known = colors.get(name);
    if (known !== undefined) return known;
    // The value of a custom property itself may still depend on the scheme.
    element.style.color = `var(--${name})`;
    const { color } = getComputedStyle(element);
    element.style.removeProperty("color");
    colors.set(name, color);
    return color;
  };
}
