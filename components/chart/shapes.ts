import type { ChartBand, ChartData, ChartLayer } from "./data.ts";

/** Where lines are drawn: the middle of the first bucket is half a unit from the left. */
interface LineBox {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  /** Width of a bucket. */
  readonly unit: number;
  /** Bottom and top of the y axis. */
  readonly min: number;
  readonly max: number;
}

type Values = readonly (number | null)[];

/** Shapes of a line as SVG writes them, for elements and canvases alike. */
export interface LineShapes {
  /** Draws a line through the middle of each bucket; a value alone becomes a short stroke. */
  line(values: Values): string;
  /** Draws the area between two lines. */
  band(band: ChartBand): string;
}

/** Shapes within a box. */
export function lineShapes(box: LineBox): LineShapes {
  const { left, top, height, unit, min, max } = box;
  const x = (index: number) => round(left + (index + 0.5) * unit);
  const y = (value: number) =>
    round(top + height * (1 - (value - min) / (max - min)));
  const points = (values: Values, indices: readonly number[]) =>
    indices.map((i) => `${x(i)} ${y(values[i]!)}`);

  return {
    line: (values) =>
      runsOf(values.map((value) => value !== null)).map((run) =>
        run.length === 1
          ? `M${x(run[0]! - 0.25)} ${y(values[run[0]!]!)}h${round(unit / 2)}`
          : `M${points(values, run).join("L")}`
      ).join(""),
    band({ lower, upper }) {
      const isKnown = upper.map((value, i) =>
        value !== null && (lower[i] ?? null) !== null
      );
      return runsOf(isKnown).map((run) => {
        if (run.length === 1) return column(run[0]!);
        const there = points(upper, run);
        const back = points(lower, run.toReversed());
        return `M${[...there, ...back].join("L")}Z`;
      }).join("");

      function column(i: number): string {
        const [high, low] = [y(upper[i]!), y(lower[i]!)];
        return `M${x(i - 0.25)} ${low}V${high}h${round(unit / 2)}V${low}Z`;
      }
    },
  };
}

/** The indices of what is known, in groups without holes. */
function runsOf(isKnown: readonly boolean[]): number[][] {
  const runs: number[][] = [];
  isKnown.forEach((known, i) => {
    if (!known) return;
    if (isKnown[i - 1]) runs.at(-1)!.push(i);
    else runs.push([i]);
  });
  return runs;
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}

/** A bar on a canvas. */
type Rect = readonly [
  x: number,
  y: number,
  width: number,
  height: number,
];

/** Pixels that a bar must have before it gives one up for a gap. */
const LEAST_WITH_GAP = 4;

/** A layer's bars on a canvas, edges on whole pixels, one pixel apart where there is room. */
export function barRects(
  data: ChartData,
  index: number,
  size: { width: number; height: number },
): Rect[] {
  const { t, max, layers } = data;
  const layer = layers[index];
  const unit = size.width / Math.max(1, t.length);
  const gap = unit >= LEAST_WITH_GAP
    ? Math.ceil(globalThis.devicePixelRatio || 1)
    : 0;
  const row = (y: number) => Math.round(size.height * (1 - y / max));
  const rects: Rect[] = [];
  layer?.upper.forEach((upper, i) => {
    const lower = layer.lower?.[i] ?? 0;
    if (upper === null || upper <= lower) return;
    const left = Math.round(i * unit);
    const right = Math.round((i + 1) * unit) - gap;
    const top = row(upper);
    rects.push([left, top, Math.max(1, right - left), row(lower) - top]);
  });
  return rects;
}

/** Height of the box that {@linkcode barsPath} draws in; it is as many units wide as there are bars. */
export const BOX_HEIGHT = 1_000;

/** A layer's bars as the `d` of an SVG path, one unit wide each. */
export function barsPath(layer: ChartLayer, max: number): string {
  const height = (y: number) => Math.round(BOX_HEIGHT * (1 - y / max));
  return layer.upper.map((upper, i) => {
    const lower = layer.lower?.[i] ?? 0;
    if (upper === null || upper <= lower) return "";
    return `M${i} ${height(lower)}V${height(upper)}h1V${height(lower)}`;
  }).join("");
}

/** Height of the box that {@linkcode linePath} draws in; it is one unit wide from point to point. */
export const LINE_HEIGHT = 100;

/** Values as the `d` of an SVG path; null lifts the pen. `min` is at the bottom of the box, `max` at its top. */
export function linePath(
  values: readonly (number | null)[],
  min: number,
  max: number,
): string {
  const span = max - min || 1;
  let path = "";
  let isDown = false;
  values.forEach((value, i) => {
    if (value !== null) {
      const y = Math.round(LINE_HEIGHT * (1 - (value - min) / span));
      // A pen that comes down for one point only still leaves a dot.
      path += isDown ? `L${i} ${y}` : `M${i} ${y}h0`;
    }
    isDown = value !== null;
  });
  return path;
}
