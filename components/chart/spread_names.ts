import type { ChartLabel } from "./data.ts";

/** Moves names apart that would lie on each other; the order from top to bottom stays. */
export function spreadNames(
  names: readonly ChartLabel[],
  { min, max, least }: { min: number; max: number; least: number },
): ChartLabel[] {
  const sorted = names.toSorted((a, b) => a.y - b.y);
  const ys: number[] = [];
  for (const { y } of sorted) {
    ys.push(Math.max(y, (ys.at(-1) ?? -Infinity) + least));
  }
  for (let i = ys.length - 1, top = max; i >= 0; i--, top -= least) {
    ys[i] = Math.max(min, Math.min(ys[i]!, top));
    top = ys[i]!;
  }
  return sorted.map((name, i) => ({ ...name, y: ys[i]! }));
}
