import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Popover } from "../elements/Choices.tsx";
import { later, useRendered, useScript } from "../elements/later.tsx";
import { type ChartCursor, KEYS, pointedIndex } from "./cursor.ts";
import { type ChartData, type ChartLine, cssColor } from "./data.ts";
import type { ChartSubject } from "./SaveMenu.tsx";

/** Only the server draws pictures: browsers keep its own, and need not load what draws them. */
const ChartPicture = globalThis.document
  ? null
  : (await import("./ChartPicture.tsx")).ChartPicture;

const SaveMenu = await later(async () =>
  (await import("./SaveMenu.tsx")).SaveMenu
);

/** Id of the text that says what keys do, once a page. */
export const KEYS_ID = "chart-keys";

/** What the charts of a page have in common. */
export interface ChartView {
  readonly cursor: ChartCursor;
  /** The running sources, for pictures of a chart. */
  readonly source: string;
  /** What can be saved of it. @default nothing */
  readonly subject?: ChartSubject;
}

/** Props of {@linkcode TimeChart}. */
interface TimeChartProps {
  view: ChartView;
  /** Such as `posts`. */
  id: string;
  title: string;
  data: ReadonlySignal<ChartData>;
  /** What the chart says, in a sentence. */
  summary: string;
  /** Explains it. @default nothing */
  info?: VNode;
  /** What a bucket holds, for the title line. */
  values: (index: number) => ComponentChildren;
  /** The same in words. */
  describe: (index: number) => string;
}

/** A chart over time; its title line has the values under the cursor. */
export function TimeChart(props: TimeChartProps): VNode {
  const { view, id, title, data, values } = props;
  const { axis } = data.value;
  const index = pointedIndex(data.value, view.cursor.hovered.value);
  const when = axis.title(index);
  return (
    <figure id={`chart-${id}`}>
      <figcaption>
        <h2>{title}</h2>
        {props.info}
        <p class="values">
          <span>{when}</span> {values(index)}
        </p>
        {view.subject && <Save {...props} subject={view.subject} />}
      </figcaption>
      <Plot {...props} index={index} when={when} />
    </figure>
  );
}

/** A chart: a picture from the server until uPlot draws it in the same place. */
function Plot(
  { view: { cursor }, id, title, data, summary, describe, index, when }:
    & TimeChartProps
    & { index: number; when: string },
): VNode {
  const root = useRef<HTMLDivElement>(null);
  const frame = useRendered<SVGSVGElement>(`#chart-${id} .frame`);
  const hasKeys = useScript();
  useEffect(() => {
    const stop = new AbortController();
    void import("./plot.ts").then(({ openPlot }) => {
      if (stop.signal.aborted) return;
      openPlot(root.current!, data, cursor, stop.signal);
    }) // Without uPlot the picture would soon show what no longer is.
      .finally(() => frame.current?.replaceChildren());
    return () => stop.abort();
  }, []);
  return (
    <div class="plot">
      <svg class="frame" role="img" aria-label={summary} ref={frame}>
        {ChartPicture && <ChartPicture data={data.value} />}
      </svg>
      <div
        class="canvas"
        ref={root}
        {...(hasKeys.value && {
          role: "slider",
          tabIndex: 0,
          "aria-label": `${title}: moment`,
          "aria-describedby": KEYS_ID,
          "aria-valuemin": 0,
          "aria-valuemax": Math.max(0, data.value.axis.t.length - 1),
          "aria-valuenow": index,
          "aria-valuetext": `${when}, ${describe(index)}`,
          onKeyDown: (event: KeyboardEvent) => {
            const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
            if (ctrlKey || metaKey || altKey || !KEYS.test(key)) return;
            event.preventDefault();
            void import("./input.ts").then(({ press }) =>
              press(cursor, key, shiftKey, data.peek())
            );
          },
          onBlur: () => cursor.leave(),
        })}
      />
    </div>
  );
}

/** Props of {@linkcode LinesChart}. */
interface LinesChartProps extends Omit<TimeChartProps, "values" | "describe"> {
  /** Formats a value; null where there is none. */
  format: (value: number | null) => string;
  /** Which lines the legend shows and hides. @default all are shown */
  choice?: LineChoice;
}

/** All lines that a chart may show; its data holds those that it does. */
export interface LineChoice {
  readonly all: readonly Pick<ChartLine, "label" | "color" | "dash">[];
  readonly toggle: (label: string) => void;
}

/** A chart of lines whose title line is their legend. */
export function LinesChart(
  { format, choice, ...props }: LinesChartProps,
): VNode {
  const { lines } = props.data.value;
  const hasScript = useScript();
  const entry = (
    line: LineChoice["all"][number],
    values: ChartLine["values"] | undefined,
    index: number,
  ) => (
    <>
      <LineSample {...line} /> {line.label}{" "}
      {values && <b>{format(values[index] ?? null)}</b>}
    </>
  );
  return (
    <TimeChart
      {...props}
      values={(index) => (
        <span class="legend">
          {(choice?.all ?? lines).map((line) => {
            const { label } = line;
            const values = lines.find((line) => line.label === label)?.values;
            return choice && hasScript.value
              ? (
                <button
                  key={label}
                  type="button"
                  aria-pressed={values !== undefined}
                  onClick={() => choice.toggle(label)}
                >
                  {entry(line, values, index)}
                </button>
              )
              : <span key={label}>{entry(line, values, index)}</span>;
          })}
        </span>
      )}
      describe={(index) =>
        lines.map(({ label, values }) =>
          `${label} ${format(values[index] ?? null)}`
        ).join(", ")}
    />
  );
}

/** How a line looks, beside its name. */
export function LineSample(
  { color, dash }: Pick<ChartLine, "color" | "dash">,
): VNode {
  return (
    <svg class="key" aria-hidden="true">
      <line
        x2="100%"
        y1="50%"
        y2="50%"
        stroke={cssColor(color)}
        stroke-dasharray={dash?.join(" ")}
      />
    </svg>
  );
}

/** A menu of what can be saved of a chart. */
function Save(
  { id, title, data, view, subject }: TimeChartProps & {
    subject: ChartSubject;
  },
): VNode {
  return (
    <Popover class="save" label={`Save: ${title}`} summary="Save">
      <SaveMenu
        id={id}
        title={title}
        data={data}
        subject={subject}
        source={view.source}
      />
    </Popover>
  );
}
