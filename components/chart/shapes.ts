import type { ChartBand, ChartLayer, Values } from "./data.ts";

/** Height of the box that shapes are drawn in; it is one unit wide a bucket. */
export const BOX_HEIGHT = 1_000;

/** Bottom and top of the y axis. */
interface Scale {
  readonly min: number;
  readonly max: number;
}

/** A line through the middle of each bucket as the `d` of an SVG path; a value alone becomes a short stroke. */
export function linePath(values: Values, scale: Scale): string {
  const y = yIn(scale);
  return runsOf(values).map((run) =>
    run.length === 1
      ? `M${run[0]! + 0.25} ${y(values[run[0]!]!)}h.5`
      : `M${run.map((i) => `${i + 0.5} ${y(values[i]!)}`).join("L")}`
  ).join("");
}

/** The area of a band as the `d` of an SVG path; a value alone becomes a column. */
export function bandPath({ lower, upper }: ChartBand, scale: Scale): string {
  const y = yIn(scale);
  const points = (values: Values, run: readonly number[]) =>
    run.map((i) => `${i + 0.5} ${y(values[i]!)}`);
  return runsOf(upper).map((run) => {
    const [i] = run as [number];
    return run.length === 1
      ? `M${i + 0.25} ${y(lower[i]!)}V${y(upper[i]!)}h.5V${y(lower[i]!)}Z`
      : `M${
        [...points(upper, run), ...points(lower, run.toReversed())].join("L")
      }Z`;
  }).join("");
}

/** A layer's bars as the `d` of an SVG path. */
export function barsPath({ lower, upper }: ChartLayer, scale: Scale): string {
  const y = yIn(scale);
  return upper.map((top, i) => {
    const bottom = lower?.[i] ?? 0;
    if (top === null || top <= bottom) return "";
    return `M${i} ${y(bottom)}V${y(top)}h1V${y(bottom)}`;
  }).join("");
}

function yIn({ min, max }: Scale): (value: number) => number {
  const span = max - min || 1;
  return (value) => Math.round(BOX_HEIGHT * (1 - (value - min) / span));
}

/** The indices of values, in groups without gaps. */
function runsOf(values: Values): number[][] {
  const runs: number[][] = [];
  values.forEach((value, i) => {
    if (value === null) return;
    if ((values[i - 1] ?? null) === null) runs.push([i]);
    else runs.at(-1)!.push(i);
  });
  return runs;
}
