import type { VNode } from "preact";
import {
  type ChartBand,
  type ChartData,
  type ChartLayer,
  type ChartLine,
  cssColor,
  MARK,
  placeOf,
  splitLine,
  type Values,
} from "./data.ts";
import { BOX_HEIGHT, linePath, runsOf, type Scale, yIn } from "./shapes.ts";

/**
 * A chart as the server draws it, seen before or without script, where uPlot
 * draws it later. Positions are percentages of the plotting area, so that they
 * are right at any width.
 */
export function ChartPicture({ data }: { data: ChartData }): VNode {
  const part = (t: number) =>
    placeOf(data.axis, t) / Math.max(1, data.axis.t.length);
  const left = (t: number) => percent(part(t));
  const top = (y: number) => percent((data.max - y) / (data.max - data.min));
  return (
    <>
      {data.missing.map((range) => (
        <rect
          key={range.from}
          class="missing"
          x={left(range.from)}
          width={percent(part(range.to) - part(range.from))}
          height="100%"
        />
      ))}
      {data.ticks.map(({ y, text }) => (
        <g key={y}>
          <line
            class={y === 0 ? "base" : "grid"}
            x1="0"
            x2="100%"
            y1={top(y)}
            y2={top(y)}
          />
          <text class="tick" x="-8" y={top(y)} dy="4" text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {Object.entries(data.axis.times).map(([name, labels]) => (
        <g key={name} class={name}>
          {labels.map(({ t, label }) => (
            <text
              key={t}
              class="tick"
              x={left(t)}
              y="100%"
              dy="18"
              text-anchor="middle"
            >
              {label}
            </text>
          ))}
        </g>
      ))}
      {data.names.map(({ y, text, color = "muted" }) => (
        <text
          key={text}
          class="name"
          fill={cssColor(color)}
          x="100%"
          y={top(y)}
          dx="8"
          dy="4"
        >
          {text}
        </text>
      ))}
      <Shapes data={data} />
      {data.breaks?.map((t) => (
        <line
          key={t}
          class="break"
          x1={left(t)}
          x2={left(t)}
          y1="0"
          y2="100%"
        />
      ))}
      {data.marks?.map(({ t, y }) => (
        <text
          key={t}
          class="mark"
          x={percent((placeOf(data.axis, t) + 0.5) / data.axis.t.length)}
          y={top(y)}
          dy="-2"
          text-anchor="middle"
        >
          {MARK}
        </text>
      ))}
      {data.lines.map(({ color, dots = [] }) =>
        dots.map((y, i) =>
          y !== null && (
            <circle
              key={i}
              class="dot"
              stroke={cssColor(color)}
              cx={percent((i + 0.5) / data.axis.t.length)}
              cy={top(y)}
              r="3"
            />
          )
        )
      )}
    </>
  );
}

function percent(part: number): string {
  return `${Math.round(10_000 * part) / 100}%`;
}

/** More bars than this have no room for gaps. */
const MAX_WITH_GAPS = 200;

/** Bars, bands and lines. */
function Shapes({ data }: { data: ChartData }): VNode {
  const { axis: { t }, layers, lines } = data;
  return (
    <svg
      class={t.length > MAX_WITH_GAPS ? "shapes" : "shapes gaps"}
      width="100%"
      height="100%"
      viewBox={`0 0 ${Math.max(1, t.length)} ${BOX_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {layers.map((layer) => (
        <path
          key={`${layer.fill} ${layer.current}`}
          class={layer.current
            ? `bars ${layer.fill} current`
            : `bars ${layer.fill}`}
          d={barsPath(layer, data)}
        />
      ))}
      {lines.map(({ label, color, band }) =>
        band && (
          <path
            key={`${label} band`}
            class="band"
            fill={cssColor(color)}
            d={bandPath(band, data)}
          />
        )
      )}
      {lines.map((line) => strokes(line, data))}
    </svg>
  );
}

function strokes(line: ChartLine, data: ChartData) {
  const { settled, current } = splitLine(line.values, data.isLastCurrent);
  return [settled, current].map((values) =>
    values && (
      <path
        key={`${line.label} ${values === current}`}
        class={values === current ? "line current" : "line"}
        stroke={cssColor(line.color)}
        stroke-dasharray={line.dash?.join(" ")}
        d={linePath(values, data)}
      />
    )
  );
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
