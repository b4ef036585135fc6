import type { ChartData } from "./data.ts";

/** A bar on a canvas. */
export type Rect = readonly [
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
