import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import type { Zone } from "../../domain/format/times.ts";
import { useScript } from "../live/hooks.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { cssColor } from "./axes.ts";
import {
  bucketIndex,
  type ChartCursor,
  pointedIndex,
  usePointer,
} from "./cursor.ts";
import {
  type ChartData,
  type ChartLine,
  seriesSpan,
  splitLine,
  type Stretch,
} from "./data.ts";
import { barsPath, BOX_HEIGHT, type LineShapes, lineShapes } from "./shapes.ts";
import { useChart } from "./use_chart.ts";

/** Bars over time. */
export function BarChart(props: PlotProps): VNode {
  return (
    <Plot {...props}>
      <BarsSvg data={props.data.value} />
    </Plot>
  );
}

/** Bars wider than this many pixels (about) have room for a gap. */
const MOST_WITH_GAPS = 200;

/** The bars of a chart as SVG: what is seen before, or without, script. */
function BarsSvg({ data }: { data: ChartData }): VNode {
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

/** Lines over time; what they are made of comes from `lineChartData()`. */
export function LineChart(props: PlotProps): VNode {
  return (
    <Plot {...props}>
      <LinesSvg data={props.data.value} />
    </Plot>
  );
}

/** Units of the box from its bottom to its top. */
const HEIGHT = 1_000;
/** Units of the box that a bucket is wide. */
const UNIT = 10;

/** The lines of a chart as SVG: what is seen before, or without, script. */
function LinesSvg({ data }: { data: ChartData }): VNode {
  const { t, min, max, lines, isLastCurrent } = data;
  const box = { left: 0, top: 0, height: HEIGHT, unit: UNIT, min, max };
  const shapes = lineShapes(box);
  return (
    <svg
      class="lines"
      width="100%"
      height="100%"
      viewBox={`0 0 ${UNIT * Math.max(1, t.length)} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {lines.map((line) =>
        line.band && (
          <path
            key={line.label}
            class="band"
            fill={cssColor(line.color)}
            d={shapes.band(line.band)}
          />
        )
      )}
      {lines.map((line) => strokes(line, shapes, isLastCurrent))}
    </svg>
  );
}

function strokes(line: ChartLine, shapes: LineShapes, isLastCurrent: boolean) {
  const { settled, current } = splitLine(line.values, isLastCurrent);
  return [settled, current].map((values) =>
    values && (
      <path
        key={`${line.label} ${values === current}`}
        class={values === current ? "current" : undefined}
        stroke={cssColor(line.color)}
        stroke-dasharray={line.dash?.join(" ")}
        d={shapes.line(values)}
      />
    )
  );
}

/** What fingers, or pointer and keys, do on charts; there is nothing to say without script. */
export function ChartHint(): VNode {
  const hasScript = useScript();
  return (
    <p id={KEYS_ID} class={hasScript.value ? "note keys ready" : "note keys"}>
      <span class="by-finger">
        Drag sideways to zoom, double-tap to go back.
      </span>
      <span class="by-mouse">
        Drag to zoom, double-click to go back. Keys on a chart: ← → move (Shift:
        ten), Enter marks start and end, + − zoom, Esc goes back.
      </span>
    </p>
  );
}

/** Props of {@linkcode Plot}, and of the charts that are made of it. */
export interface PlotProps {
  data: ReadonlySignal<ChartData>;
  /** What the chart is called. */
  name: string;
  /** What the chart says, in a sentence. */
  summary: string;
  /** What a bucket says, such as `14:05, 12 posts`. */
  words: (index: number) => string;
  zone: Zone;
  /** The charts of a page share it. */
  cursor: ChartCursor;
}

/** Props of {@linkcode Plot} and what it shows until uPlot is there. */
interface PlotWithStillProps extends PlotProps {
  children: ComponentChildren;
}

/** Id of the text that says what keys do, once a page. */
export const KEYS_ID = "chart-keys";

/** A chart: SVG from the server, uPlot as soon as it is there, both within the same frame. */
function Plot(props: PlotWithStillProps): VNode {
  const { data, name, summary, words, zone, cursor, children } = props;
  const { root, isDrawn } = useChart(data);
  const pointer = usePointer(data, cursor);
  const hasKeys = useScript();

  const { t } = data.value;
  const pointed = bucketIndex(data.value, cursor.hovered.value);
  const index = pointedIndex(data.value, cursor.hovered.value);
  return (
    <div class="plot">
      <ChartFrame
        data={data.value}
        summary={summary}
        zone={zone}
        hovered={pointed < 0 ? null : t[pointed]!}
      >
        {!isDrawn.value && children}
      </ChartFrame>
      <div
        class="canvas"
        ref={root}
        {...pointer}
        {...(hasKeys.value && {
          role: "slider",
          tabIndex: 0,
          "aria-label": `${name}: moment`,
          "aria-describedby": KEYS_ID,
          "aria-valuemin": 0,
          "aria-valuemax": Math.max(0, t.length - 1),
          "aria-valuenow": index,
          "aria-valuetext": words(index),
          onKeyDown: (event: KeyboardEvent) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (!cursor.press(event.key, event.shiftKey, data.peek())) return;
            event.preventDefault();
          },
          onBlur: () => cursor.leave(),
        })}
      />
      <CursorSvg
        data={data.value}
        hovered={pointed < 0 ? null : t[pointed]!}
        marked={cursor.marked.value}
      />
    </div>
  );
}

/** Props of {@linkcode CursorSvg}. */
interface CursorSvgProps {
  data: Pick<ChartData, "t" | "step">;
  /** Start of the bucket that is pointed at, in seconds since the epoch. */
  hovered: number | null;
  /** Time that is being chosen. */
  marked: Stretch | null;
}

/** What is pointed at and chosen, over a chart's bars, which may fill all of it. */
function CursorSvg({ data, hovered, marked }: CursorSvgProps): VNode {
  const { from, to } = seriesSpan(data);
  const percent = (seconds: number) =>
    `${Math.round(10_000 * seconds / (to - from)) / 100}%`;
  const middle = percent((hovered ?? 0) + data.step / 2 - from);
  const start = Math.max(from, marked?.from ?? from);
  const end = Math.max(start, Math.min(to, marked?.to ?? start));
  return (
    <svg class="over" aria-hidden="true">
      {marked && (
        <rect
          class="marked"
          x={percent(start - from)}
          width={percent(end - start)}
          height="100%"
        />
      )}
      {hovered !== null && (
        <line class="cursor" x1={middle} x2={middle} y1="0" y2="100%" />
      )}
    </svg>
  );
}
