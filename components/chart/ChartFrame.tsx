import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import { timeTicks } from "../../domain/format/time_ticks.ts";
import type { Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { useScript } from "../live/hooks.ts";
import { cssColor } from "./axes.ts";
import type { ChartView } from "./cursor.ts";
import {
  type ChartData,
  type ChartLine,
  seriesSpan,
  type Stretch,
} from "./data.ts";
import { outageWords } from "./words.ts";

/** Props of {@linkcode ChartFrame}. */
interface ChartFrameProps {
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

/** Props of {@linkcode ChartFigure}. */
interface ChartFigureProps {
  /** Such as `posts`. */
  id: string;
  title: string;
  /** When the values are of. */
  when: string;
  /** Values under the cursor. */
  values: ComponentChildren;
  /** Beside the values, such as a button. */
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** A chart with its title line. */
export function ChartFigure(
  { id, title, when, values, tools, children }: ChartFigureProps,
): VNode {
  return (
    <figure id={`chart-${id}`}>
      <figcaption>
        <h2>{title}</h2>
        <p class="values">
          <span>{when}</span> {values}
        </p>
        {tools}
      </figcaption>
      {children}
    </figure>
  );
}

/** Props of {@linkcode LineKeys}. */
interface LineKeysProps {
  lines: readonly ChartLine[];
  /** Bucket whose values are told. */
  index: number;
  /** Writes a value; null where there is none. */
  format: (value: number | null) => string;
}

/** A legend for a chart's title line: how each line looks, what it is called, its value under the cursor. */
export function LineKeys({ lines, index, format }: LineKeysProps): VNode {
  return (
    <span class="legend">
      {lines.map(({ label, color, dash, values }) => (
        <span key={label}>
          <svg class="key" aria-hidden="true">
            <line
              x2="100%"
              y1="50%"
              y2="50%"
              stroke={cssColor(color)}
              stroke-dasharray={dash?.join(" ")}
            />
          </svg>{" "}
          {label} <b>{format(values[index] ?? null)}</b>
        </span>
      ))}
    </span>
  );
}

/** Outages that are told one by one; the others are counted. */
const MOST_TOLD = 3;

/** Props of {@linkcode OutageNotes}. */
interface OutageNotesProps {
  /** Oldest first. */
  outages: readonly Outage[];
  zone: Zone;
  /** Whether times need a date to be understood. */
  withDate: boolean;
}

/** Names what the charts show as shaded: the newest interruptions first. */
export function OutageNotes(
  { outages, zone, withDate }: OutageNotesProps,
): VNode | null {
  if (outages.length === 0) return null;
  const told = outages.slice(-MOST_TOLD).reverse();
  const others = outages.length - told.length;
  return (
    <ul class="outages note">
      {told.map((outage) => (
        <li key={outage.from}>
          No data where it is shaded: {outageWords(outage, zone, withDate)}
        </li>
      ))}
      {others > 0 && (
        <li>
          {formatCount(others)} more:{" "}
          <a href="/pipeline#gaps">all interruptions</a>
        </li>
      )}
    </ul>
  );
}

/** Props of {@linkcode PngButton}. */
interface PngButtonProps {
  /** Short name of the chart, for the file. */
  id: string;
  title: string;
  data: ReadonlySignal<ChartData>;
  view: Pick<ChartView, "topic" | "zone" | "source">;
}

/** Saves a chart as a picture; what draws it is loaded when it is asked for. */
export function PngButton({ id, title, data, view }: PngButtonProps): VNode {
  const hasScript = useScript();
  async function save(event: Event): Promise<void> {
    const button = event.currentTarget as HTMLElement;
    const { savePng } = await import("./picture.ts");
    await savePng(data.peek(), button, {
      topic: view.topic,
      chart: id,
      title,
      zone: view.zone,
      source: view.source,
    });
  }
  return (
    <button
      type="button"
      class="png"
      disabled={!hasScript.value}
      aria-label={`Save as PNG: ${title}`}
      onClick={(event) => void save(event)}
    >
      PNG
    </button>
  );
}
