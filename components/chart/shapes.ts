import type { Values } from "./data.ts";

/** Height of the box that shapes are drawn in; it is one unit wide a bucket. */
export const BOX_HEIGHT = 1_000;

/** Bottom and top of the y axis. */
export interface Scale {
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

/** Heights in the box. */
export function yIn({ min, max }: Scale): (value: number) => number {
  const span = max - min || 1;
  return (value) => Math.round(BOX_HEIGHT * (1 - (value - min) / span));
}

/** The indices of values, in groups without gaps. */
export function runsOf(values: Values): number[][] {
  const runs: number[][] = [];
  values.forEach((value, i) => {
    if (value === null) return;
    if ((values[i - 1] ?? null) === null) runs.push([i]);
    else runs.at(-1)!.push(i);
  });
  return runs;
}
