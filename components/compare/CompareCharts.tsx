import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { formatMood } from "../../domain/format/mood.ts";
import { formatCount } from "../../domain/format/numbers.ts";
import type { ScorerChange } from "../../domain/series/scorers.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { zone } from "../address/address.ts";
import { ChartNotes } from "../chart/ChartNotes.tsx";
import { type ChartView, LinesChart } from "../chart/TimeChart.tsx";
import { later } from "../elements/later.tsx";
import { bucketWord, outagesWithin } from "../chart/data.ts";
import { moodLine } from "../chart/mood.ts";
import { timeAxis } from "../chart/time_axis.ts";
import {
  type Compared,
  type Comparison,
  describeComparison,
  moodComparison,
  postsComparison,
  type Scale,
} from "./comparison.ts";

const NumbersTable = await later(async () =>
  (await import("../chart/NumbersTable.tsx")).NumbersTable
);

/** Props of {@linkcode CompareCharts}. */
interface CompareChartsProps {
  topics: ReadonlySignal<readonly Compared[]>;
  outages: ReadonlySignal<readonly Outage[]>;
  scorerChanges: readonly ScorerChange[];
  scale: ReadonlySignal<Scale>;
  /** Whether the time ends now. */
  isLive: boolean;
  /** Whether times need a date to be understood. */
  withDate: boolean;
  view: ChartView;
}

/** How much is posted about each topic, and how people feel: two charts on one axis, and their numbers. */
export function CompareCharts(props: CompareChartsProps): VNode {
  const { topics, scale, isLive, withDate, view } = props;
  const hidden = useSignal<ReadonlySet<string>>(new Set());
  const choice = {
    all: topics.value.map(({ slug, color, dash }) => ({
      ...{ label: slug, color, dash },
    })),
    toggle(slug: string): void {
      const next = new Set(hidden.value);
      if (!next.delete(slug)) next.add(slug);
      hidden.value = next.size < topics.value.length ? next : new Set();
    },
  };
  const comparison = useComputed((): Comparison => ({
    axis: timeAxis(topics.value[0]!.series, zone.value, withDate),
    topics: topics.value.filter(({ slug }) => !hidden.value.has(slug)),
    scale: scale.value,
    isLastCurrent: isLive,
    outages: outagesWithin(props.outages.value, topics.value[0]!.series),
    scorerChanges: props.scorerChanges,
  }));
  const posts = useComputed(() => postsComparison(comparison.value));
  const moods = useComputed(() => moodComparison(comparison.value));
  const summaries = describeComparison(comparison.value);
  const per = bucketWord(topics.value[0]!.series);
  return (
    <section class="charts" aria-label="Over time">
      <LinesChart
        id="posts"
        title={scale.value === "indexed"
          ? `Posts per ${per}, each topic’s mean is 100`
          : `Posts per ${per}`}
        data={posts}
        summary={summaries.posts}
        format={(value) => value === null ? "–" : formatCount(value)}
        choice={choice}
        view={view}
      />
      <LinesChart
        id="score"
        title="Mood, −100 to +100"
        data={moods}
        summary={summaries.mood}
        format={formatMood}
        choice={choice}
        view={view}
      />
      <ChartNotes {...comparison.value}>
        <NumbersTable
          axis={comparison.value.axis}
          columns={columnsOf(topics.value)}
          hasPosts={(i) =>
            topics.value.some(({ series }) => series.posts[i]! > 0)}
        />
      </ChartNotes>
    </section>
  );
}

/** The numbers of both charts, for their table. */
function columnsOf(topics: readonly Compared[]) {
  return [
    ...topics.map(({ slug, series }) => ({
      name: `${slug}, posts`,
      cell: (i: number) => formatCount(series.posts[i]!),
    })),
    ...topics.map(({ slug, series }) => {
      const { values } = moodLine(series);
      return {
        name: `${slug}, mood`,
        cell: (i: number) => formatMood(values[i] ?? null),
      };
    }),
  ];
}
