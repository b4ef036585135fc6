import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { VNode } from "preact";
import {
  formatCount,
  formatScore,
  formatStep,
} from "../../domain/format/numbers.ts";
import type { Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { zoneName } from "../address/zone.ts";
import {
  ChartFigure,
  LineKeys,
  OutageNotes,
  PngButton,
} from "../chart/ChartFrame.tsx";
import { ChartHint, LineChart } from "../chart/Plot.tsx";
import { type ChartView, pointedIndex } from "../chart/cursor.ts";
import {
  type ChartData,
  missingStretches,
  outagesWithin,
  seriesSpan,
} from "../chart/data.ts";
import { bucketWords } from "../chart/words.ts";
import {
  type Compared,
  comparisonData,
  comparisonWords,
  type Scale,
} from "./comparison.ts";

/** Props of {@linkcode CompareCharts}. */
interface CompareChartsProps {
  topics: ReadonlySignal<readonly Compared[]>;
  outages: ReadonlySignal<readonly Outage[]>;
  scale: ReadonlySignal<Scale>;
  /** Whether the time ends now. */
  isLive: boolean;
  view: Omit<ChartView, "shown">;
}

/** How much is posted about each topic, and how people feel: two charts on one axis, and their numbers. */
export function CompareCharts(props: CompareChartsProps): VNode {
  const { topics, scale, isLive, view } = props;
  const { zone, withDate } = view;
  const shown = useComputed(() =>
    outagesWithin(props.outages.value, topics.value[0]!.series)
  );
  const data = useComputed(() =>
    comparisonData({
      topics: topics.value,
      scale: scale.value,
      isLastCurrent: isLive,
      missing: missingStretches(
        shown.value,
        seriesSpan(topics.value[0]!.series),
      ),
    })
  );
  const posts = useComputed(() => data.value.posts);
  const score = useComputed(() => data.value.score);
  const words = comparisonWords(topics.value, zone);
  const per = formatStep(topics.value[0]!.series.step);
  return (
    <section class="charts" aria-label="Over time">
      <CompareChart
        id="posts"
        title={scale.value === "indexed"
          ? `Posts per ${per}, each topic’s mean is 100`
          : `Posts per ${per}`}
        data={posts}
        summary={words.posts}
        format={(value) => value === null ? "–" : formatCount(value)}
        view={view}
      />
      <CompareChart
        id="score"
        title="Mean score"
        data={score}
        summary={words.score}
        format={(value) => formatScore(value ?? 0, value === null ? 0 : 1)}
        view={view}
      />
      <OutageNotes outages={shown.value} zone={zone} withDate={withDate} />
      <ChartHint />
      <CompareNumbers topics={topics.value} zone={zone} withDate={withDate} />
    </section>
  );
}

/** Props of {@linkcode CompareChart}. */
interface CompareChartProps {
  /** Such as `posts`. */
  id: string;
  title: string;
  data: ReadonlySignal<ChartData>;
  /** What the chart says, in a sentence. */
  summary: string;
  /** Writes a value; a dash where there is none. */
  format: (value: number | null) => string;
  view: Omit<ChartView, "shown">;
}

/** A line for each topic, and their values under the cursor. */
function CompareChart(props: CompareChartProps): VNode {
  const { id, title, data, summary, format, view } = props;
  const { zone, withDate, cursor } = view;
  const { t, step, lines } = data.value;
  const when = (index: number) =>
    bucketWords(t[index] ?? 0, step, zone, withDate);
  const index = pointedIndex(data.value, cursor.hovered.value);
  return (
    <ChartFigure
      id={id}
      title={title}
      when={when(index)}
      values={<LineKeys lines={lines} index={index} format={format} />}
      tools={<PngButton id={id} title={title} data={data} view={view} />}
    >
      <LineChart
        data={data}
        name={title}
        summary={summary}
        words={(index) => {
          const values = lines.map(({ label, values }) =>
            `${label} ${format(values[index] ?? null)}`
          );
          return [when(index), ...values].join(", ");
        }}
        zone={zone}
        cursor={cursor}
      />
    </ChartFigure>
  );
}

/** Props of {@linkcode CompareNumbers}. */
interface CompareNumbersProps {
  topics: readonly Compared[];
  zone: Zone;
  /** Whether times need a date to be understood. */
  withDate: boolean;
}

/** The numbers of the charts, newest first, one toggle away; times without any posts are left out. */
function CompareNumbers(
  { topics, zone, withDate }: CompareNumbersProps,
): VNode {
  const { t = [], step = 60 } = topics[0]?.series ?? {};
  const rows = t.map((_, i) => i)
    .filter((i) => topics.some(({ series }) => (series.posts[i] ?? 0) > 0))
    .reverse();
  return (
    <details class="numbers">
      <summary>These numbers as a table, times in {zoneName(zone)}</summary>
      <div
        class="table"
        tabIndex={0}
        role="region"
        aria-label="Numbers of the charts"
      >
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              {topics.map(({ slug }) => (
                <th key={slug} scope="col">{slug}, posts</th>
              ))}
              {topics.map(({ slug }) => (
                <th key={slug} scope="col">{slug}, mean</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((i) => (
              <tr key={t[i]}>
                <th scope="row">{bucketWords(t[i]!, step, zone, withDate)}</th>
                {topics.map(({ slug, series }) => (
                  <td key={slug}>{formatCount(series.posts[i] ?? 0)}</td>
                ))}
                {topics.map(({ slug, series }) => (
                  <td key={slug}>
                    {formatScore(series.score[i] ?? 0, series.posts[i] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
