import type { ChartLayer } from "./data.ts";

/** Parts a layer in two: the finished buckets, and the last one if it is still filling. */
export function splitCurrent(
  layer: Omit<ChartLayer, "current">,
  isLastCurrent: boolean,
): ChartLayer[] {
  if (!isLastCurrent) return [{ ...layer, current: false }];
  const last = layer.upper.length - 1;
  return [
    {
      ...layer,
      current: false,
      upper: layer.upper.map((y, i) => i === last ? null : y),
    },
    {
      ...layer,
      current: true,
      upper: layer.upper.map((y, i) => i === last ? y : null),
    },
  ];
}
