import type { ChartBand } from "./data.ts";

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
