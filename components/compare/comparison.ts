import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readableColor } from "../../domain/format/color.ts";
import {
  formatCount,
  formatNumber,
  formatScore,
  formatSigned,
  formatStep,
} from "../../domain/format/numbers.ts";
import type { Zone } from "../../domain/format/times.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import { followSeries } from "../../domain/live/window.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Series } from "../../domain/series/series.ts";
import { indexValues } from "../../domain/series/statistics.ts";
import type { WholeRange } from "../../domain/time/range.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import { zoneName } from "../address/zone.ts";
import { lineChartData } from "../chart/axes.ts";
import {
  type ChartData,
  type ChartLine,
  isMissing,
  type Stretch,
  sumColumns,
} from "../chart/data.ts";
import { bucketWords } from "../chart/words.ts";
import { askSeries } from "../live/ask.ts";
import { pollWhileVisible } from "../live/hooks.ts";
import { live } from "../live/store.ts";
import { useOutages } from "../pipeline/pipeline.ts";

/** What the charts of a comparison show. */
interface Comparison {
  readonly topics: readonly Compared[];
  readonly scale: Scale;
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
  /** When nothing could be read. */
  readonly missing: readonly Stretch[];
}

/** The two charts of a comparison. */
interface ComparisonData {
  readonly posts: ChartData;
  readonly score: ChartData;
}

/** A line for each topic: its posts, as they are or indexed, and its mean score. */
export function comparisonData(comparison: Comparison): ComparisonData {
  const { topics, scale, isLastCurrent, missing } = comparison;
  const { t = [], step = 60 } = topics[0]?.series ?? {};
  const draw = (
    valuesOf: (topic: Compared) => (number | null)[],
    format: (value: number) => string,
  ) => {
    const lines = topics.map((topic): ChartLine => ({
      label: topic.slug,
      color: topic.color,
      dash: topic.dash,
      values: valuesOf(topic),
    }));
    const input = { t, step, lines, isLastCurrent, format };
    return withInk(lineChartData(input, { missing }));
  };
  return {
    posts: draw((topic) => {
      const counts = countsOf(topic, missing);
      return scale === "indexed" ? indexValues(counts, isLastCurrent) : counts;
    }, formatCount),
    score: draw(meansOf, formatSigned),
  };
}

function countsOf(
  { series: { t, posts, step } }: Compared,
  missing: readonly Stretch[],
): (number | null)[] {
  return posts.map((posts, i) =>
    isMissing({ t: t[i]!, posts }, step, missing) ? null : posts
  );
}

function meansOf({ series: { posts, score } }: Compared): (number | null)[] {
  return posts.map((n, i) => n > 0 ? score[i]! / n : null);
}

/** A color that is right for a line is not always right for words. */
function withInk(data: ChartData): ChartData {
  const names = data.names.map((name) => ({ ...name, color: "ink" }));
  return { ...data, names };
}

const LIST = new Intl.ListFormat("en");

/** What the charts of a comparison show, as sentences for those who do not see them. */
interface ComparisonWords {
  readonly posts: string;
  readonly score: string;
}

/** Sums a comparison up in words. */
export function comparisonWords(
  topics: readonly Compared[],
  zone: Zone,
): ComparisonWords {
  const { t = [], step = 60 } = topics[0]?.series ?? {};
  const words = (at: number) => bucketWords(at, step, zone, true);
  const span = `${words(t[0] ?? 0)} to ${words((t.at(-1) ?? 0) + step)} ` +
    zoneName(zone);
  const sums = topics.map(({ slug, series }) => ({
    slug,
    ...sumColumns(series),
  }));
  const posts = sums.map(({ slug, posts }) => `${slug} ${formatCount(posts)}`);
  const scores = sums.map(({ slug, score, posts }) =>
    `${slug} ${formatScore(score, posts)}`
  );
  return {
    posts: `Posts per ${formatStep(step)} from ${span}, in all: ` +
      `${LIST.format(posts)}.`,
    score: `Mean score from ${span}: ${LIST.format(scores)}.`,
  };
}

/** Posts a minute over a stretch of time, exact enough for small ones: `41`, `4.2`, `0.03`. */
export function perMinute(posts: number, seconds: number): string {
  if (seconds <= 0) return "–";
  const rate = 60 * posts / seconds;
  if (rate === 0 || rate >= 9.95) return formatCount(rate);
  return formatNumber(rate, rate >= 0.095 ? 1 : 2);
}

/** What a comparison was rendered from. */
export interface RenderedComparison {
  /** In the order of their lines. */
  readonly topics: readonly Pick<Topic, "slug" | "color">[];
  /** By slug. */
  readonly series: Readonly<Record<string, Series>>;
  readonly snapshots: ReadonlyMap<string, TopicSnapshot>;
  readonly outages: readonly Outage[];
  readonly range: WholeRange;
  /** In epoch milliseconds. */
  readonly renderedAt: number;
}

/** What {@linkcode useComparison} gives to its component. */
interface LiveComparison {
  readonly topics: ReadonlySignal<readonly Compared[]>;
  /** When nothing could be read. */
  readonly outages: ReadonlySignal<readonly Outage[]>;
}

/** The compared topics as they are now, if the time ends now. */
export function useComparison(rendered: RenderedComparison): LiveComparison {
  const { topics, snapshots, range, renderedAt } = rendered;
  const read = new Map(Object.entries(rendered.series));
  const series = useComparedSeries(
    { series: read, snapshots, renderedAt },
    range,
  );
  const first = useComputed(() => {
    const slug = topics[0]!.slug;
    return series.value.get(slug) ?? read.get(slug)!;
  });
  const outages = useOutages(rendered.outages, first, range.isLive);
  const compared = useComputed(() =>
    topics.map(({ slug, color }, n): Compared => ({
      slug,
      color: readableColor(color),
      dash: topicDash(n),
      series: series.value.get(slug) ?? read.get(slug)!,
      isGone: live.started.value && !live.topics.value.has(slug),
    }))
  );
  return { topics: compared, outages };
}

/** Topics that stand side by side at most: so many lines can be told apart. */
export const MOST_COMPARED = 7;

/** How posts are told: as they are, or as percent of each topic's own mean. */
export const SCALES = ["absolute", "indexed"] as const;

/** One of {@linkcode SCALES}. */
export type Scale = typeof SCALES[number];

/** One of the topics that are compared. */
export interface Compared {
  readonly slug: string;
  /** As it can be seen on any paper. */
  readonly color: string;
  /** What tells its line from the others besides the color. */
  readonly dash: readonly number[];
  /** Over the time that is shown; all topics have the same buckets. */
  readonly series: Series;
  /** Whether it was removed while one looked. */
  readonly isGone: boolean;
}

/** How often one looks whether something must be asked. */
const EVERY_MS = 5_000;
/** The live window reaches back a quarter of an hour: what was read must not be older. */
const STALE_MS = 300_000;

/** It moves on for ever, and gets no longer. */
const MOTION = { slides: true, until: null };

/** A series, and the live window when it was read. */
interface Read {
  readonly series: Series;
  readonly window: Series | null;
  readonly atMs: number;
}

/** What {@linkcode useComparedSeries} begins with. */
interface RenderedSeries {
  /** By slug. */
  readonly series: ReadonlyMap<string, Series>;
  readonly snapshots: ReadonlyMap<string, TopicSnapshot>;
  readonly renderedAt: number;
}

/** Counts of each topic over a time, by slug: moved on by the live stream if it ends now. */
function useComparedSeries(
  { series, snapshots, renderedAt }: RenderedSeries,
  { from, to, step, isLive }: WholeRange,
): ReadonlySignal<ReadonlyMap<string, Series>> {
  const read = useSignal<ReadonlyMap<string, Read>>(
    new Map(Array.from(series, ([slug, series]) => {
      const window = snapshots.get(slug)?.window ?? null;
      return [slug, { series, window, atMs: renderedAt }];
    })),
  );
  useEffect(() => {
    if (!isLive) return;
    const stop = new AbortController();
    pollWhileVisible(ask, document, stop.signal, { everyMs: EVERY_MS });
    return () => stop.abort();
  }, []);

  /** Asks again for what is not fresh, unless the window is held still. */
  async function ask(signal: AbortSignal): Promise<void> {
    if (live.paused.peek()) return;
    for (const [slug, { atMs }] of read.peek()) {
      const nowMs = live.now.value;
      if (nowMs - atMs < STALE_MS || !live.topics.peek().has(slug)) continue;
      const end = (Math.floor(nowMs / 1_000 / step) + 1) * step;
      const range = { from: end - (to - from), to: end };
      const series = await askSeries({ slug, ...range, step }, signal);
      const window = live.topics.peek().get(slug)?.window ?? null;
      const next = { series, window, atMs: nowMs };
      read.value = new Map(read.peek()).set(slug, next);
    }
  }

  return useComputed(() =>
    new Map(Array.from(read.value, ([slug, { series, window }]) => {
      const now = live.topics.value.get(slug)?.window;
      const moves = isLive && window && now;
      return [slug, moves ? followSeries(series, window, now, MOTION) : series];
    }))
  );
}

const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [16, 4], [5, 2], [2, 6]];

/** Dashes of the n-th line, counted from 0. */
function topicDash(n: number): readonly number[] {
  return DASHES[n % DASHES.length]!;
}
