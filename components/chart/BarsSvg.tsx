import type { VNode } from "preact";
import { barsPath, BOX_HEIGHT } from "./bars_path.ts";
import type { ChartData } from "./data.ts";

/** Bars wider than this many pixels (about) have room for a gap. */
const MOST_WITH_GAPS = 200;

/** The bars of a chart as SVG: what is seen before, or without, script. */
export function BarsSvg({ data }: { data: ChartData }): VNode {
  const { t, layers, max } = data;
  return (
    <svg
      class={t.length > MOST_WITH_GAPS ? "bars" : "bars gaps"}
      width="100%"
      height="100%"
      viewBox={`0 0 ${Math.max(1, t.length)} ${BOX_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {layers.map((layer) => (
        <path
          key={`${layer.tone} ${layer.current}`}
          class={layer.current ? `${layer.tone} current` : layer.tone}
          d={barsPath(layer, max)}
        />
      ))}
    </svg>
  );
}
