import type { ChartLayer } from "./data.ts";

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
