import type { ChartLine } from "./data.ts";

const DASHES = [[], [7, 3], [2, 3], [10, 3, 2, 3], [14, 4]];

/** Color and dashes of a chart's n-th line, counted from 0: told apart by either. */
export function lineStyle(
  n: number,
): Required<Pick<ChartLine, "color" | "dash">> {
  const index = n % DASHES.length;
  return { color: `line-${index + 1}`, dash: DASHES[index]! };
}
