import type { ComponentChildren, VNode } from "preact";
import { timeTicks } from "../../domain/format/time_ticks.ts";
import type { Zone } from "../../domain/format/times.ts";
import { cssColor } from "./css_color.ts";
import type { ChartData } from "./data.ts";
import type { Stretch } from "./missing_stretches.ts";
import { seriesSpan } from "./series_span.ts";

/** Props of {@linkcode ChartFrame}. */
export interface ChartFrameProps {
  data: ChartData;
  /** What the chart says, in a sentence. */
  summary: string;
  zone: Zone;
  /** Start of the bucket that is pointed at, in seconds since the epoch. */
  hovered: number | null;
  /** Bars or lines, as long as nothing else draws them. */
  children: ComponentChildren;
}

/** Marks of time: of two sets the style sheet shows the one that has room. */
const TIMES = [["many", 6], ["few", 5]] as const;

/**
 * Grid, axes and names around a chart. All of it is placed by percentages of
 * the plotting area, so that it is right at any width without script.
 */
export function ChartFrame(
  { data, summary, zone, hovered, children }: ChartFrameProps,
): VNode {
  const { from, to } = seriesSpan(data);
  const left = (t: number) => `${round(100 * (t - from) / (to - from))}%`;
  const top = (y: number) =>
    `${round(100 * (data.max - y) / (data.max - data.min))}%`;
  const shade = (name: string, stretch: Stretch) => (
    <rect
      key={`${name} ${stretch.from}`}
      class={name}
      x={left(stretch.from)}
      y="0"
      width={`${round(100 * (stretch.to - stretch.from) / (to - from))}%`}
      height="100%"
    />
  );
  return (
    <svg class="frame" role="img" aria-label={summary}>
      {data.missing.map((stretch) => shade("missing", stretch))}
      {data.ticks.map(({ y, text }) => (
        <g key={y}>
          <line
            class={y === 0 ? "base" : "grid"}
            x1="0"
            x2="100%"
            y1={top(y)}
            y2={top(y)}
            transform="translate(0 -0.5)"
          />
          <text class="tick" x="-8" y={top(y)} dy="4" text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {TIMES.map(([name, maxTicks]) => (
        <g key={name} class={name}>
          {timeTicks(from, to, { zone, maxTicks }).map(({ t, label }) => (
            <text
              key={t}
              class="tick"
              x={left(t)}
              y="100%"
              dy="18"
              text-anchor={anchorAt((t - from) / (to - from))}
            >
              {label}
            </text>
          ))}
        </g>
      ))}
      {data.names.map(({ y, text, color }) => (
        <text
          key={text}
          class="name"
          fill={color ? cssColor(color) : "currentColor"}
          x="100%"
          y={top(y)}
          dx="8"
          dy="4"
        >
          {text}
        </text>
      ))}
      {hovered !== null &&
        shade("hovered", { from: hovered, to: hovered + data.step })}
      {children}
    </svg>
  );
}

function round(percent: number): number {
  return Math.round(percent * 100) / 100;
}

/** Labels near an end of the axis grow inwards. */
function anchorAt(share: number): "start" | "middle" | "end" {
  return share < 0.03 ? "start" : share > 0.97 ? "end" : "middle";
}
