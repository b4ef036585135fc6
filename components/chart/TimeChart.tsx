import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useScript } from "../live/hooks.ts";
import { cssColor } from "./axes.ts";
import { pointedIndex } from "./cursor.ts";
import type { ChartData, ChartLine } from "./data.ts";
import { formatBucket } from "./describe.ts";
import { Plot } from "./Plot.tsx";
import type { ChartView } from "./view.ts";

/** Props of {@linkcode TimeChart}. */
interface TimeChartProps {
  view: ChartView;
  /** Such as `posts`. */
  id: string;
  title: string;
  data: ReadonlySignal<ChartData>;
  /** What the chart says, in a sentence. */
  summary: string;
  /** What a bucket holds, for the title line. */
  values: (index: number) => ComponentChildren;
  /** The same in words. */
  describe: (index: number) => string;
}

/** A chart over time; its title line has the values under the cursor. */
export function TimeChart(props: TimeChartProps): VNode {
  const { view, id, title, data, summary, values, describe } = props;
  const { zone, withDate, cursor } = view;
  const when = (index: number) =>
    formatBucket(data.value.t[index] ?? 0, data.value.step, zone, withDate);
  const index = pointedIndex(data.value, cursor.hovered.value);
  return (
    <figure id={`chart-${id}`}>
      <figcaption>
        <h2>{title}</h2>
        <p class="values">
          <span>{when(index)}</span> {values(index)}
        </p>
        <PngButton id={id} title={title} data={data} view={view} />
      </figcaption>
      <Plot
        id={id}
        data={data}
        name={title}
        summary={summary}
        describe={(index) => `${when(index)}, ${describe(index)}`}
        zone={zone}
        cursor={cursor}
      />
    </figure>
  );
}

/** Props of {@linkcode LinesChart}. */
interface LinesChartProps extends Omit<TimeChartProps, "values" | "describe"> {
  /** Formats a value; null where there is none. */
  format: (value: number | null) => string;
}

/** A chart of lines whose title line is their legend. */
export function LinesChart({ format, ...props }: LinesChartProps): VNode {
  const { lines } = props.data.value;
  return (
    <TimeChart
      {...props}
      values={(index) => (
        <span class="legend">
          {lines.map((line) => (
            <span key={line.label}>
              <LineSample {...line} /> {line.label}{" "}
              <b>{format(line.values[index] ?? null)}</b>
            </span>
          ))}
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

/** Saves a chart as a picture; the code that draws it is loaded on demand. */
function PngButton(
  { id, title, data, view }: Pick<
    TimeChartProps,
    "id" | "title" | "data" | "view"
  >,
): VNode {
  const hasScript = useScript();
  async function save(event: Event): Promise<void> {
    const button = event.currentTarget as HTMLElement;
    const { savePng } = await import("./picture.ts");
    await savePng(data.peek(), button, { ...view, chart: id, title });
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
