import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { readableColor } from "../../domain/format/color.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";
import { followSeries } from "../../domain/live/window.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Series } from "../../domain/series/series.ts";
import {
  movedRange,
  stepOf,
  type WholeRange,
} from "../../domain/series/buckets.ts";
import { HOUR } from "../../domain/time/range.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import { lineDash } from "../chart/axes.ts";
import { seriesSpan } from "../chart/data.ts";
import { fetchSeries } from "../live/fetch.ts";
import { usePolling } from "../live/hooks.ts";
import { live } from "../live/store.ts";
import type { Compared } from "./comparison.ts";

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
  const { topics, range } = rendered;
  const series = useLiveSeries(rendered);
  const first = useComputed(() => series.value.get(topics[0]!.slug)!);
  const outages = useOutages(rendered.outages, first, range.isLive);
  const compared = useComputed(() =>
    topics.map(({ slug, color }, n): Compared => ({
      slug,
      color: readableColor(color),
      dash: lineDash(n),
      series: series.value.get(slug)!,
      isGone: live.started.value && !live.topics.value.has(slug),
    }))
  );
  return { topics: compared, outages };
}

/** How often series are checked for their age. */
const CHECK_MS = 5_000;
/** The live window reaches back a quarter of an hour: series must not be older. */
const MAX_AGE_MS = 300_000;

/** The range slides with the time, and keeps its length. */
const MOTION = { slides: true, until: null };

/** A series, and the live window when it was read. */
interface Read {
  readonly series: Series;
  readonly window: Series | null;
  readonly atMs: number;
}

/** Counts of each topic by slug, continued by the live stream if the range ends now. */
function useLiveSeries(
  { series, snapshots, renderedAt, range }: RenderedComparison,
): ReadonlySignal<ReadonlyMap<string, Series>> {
  const { isLive } = range;
  const read = useSignal<ReadonlyMap<string, Read>>(
    new Map(
      Object.entries(series).map(([slug, series]) => {
        const window = snapshots.get(slug)?.window ?? null;
        return [slug, { series, window, atMs: renderedAt }];
      }),
    ),
  );
  /** Reads series again that are too old, unless the page is paused. */
  usePolling(async (signal) => {
    if (!isLive || live.paused.peek()) return;
    for (const [slug, { atMs }] of read.peek()) {
      const nowMs = live.now.value;
      if (nowMs - atMs < MAX_AGE_MS || !live.topics.peek().has(slug)) continue;
      const times = movedRange(range, nowMs / 1_000);
      const query = { slug, ...times, step: stepOf(range) };
      const series = await fetchSeries(query, signal);
      const window = live.topics.peek().get(slug)?.window ?? null;
      const next = { series, window, atMs: nowMs };
      read.value = new Map(read.peek()).set(slug, next);
    }
  }, { everyMs: CHECK_MS });

  return useComputed(() =>
    new Map(Array.from(read.value, ([slug, { series, window }]) => {
      const now = live.topics.value.get(slug)?.window;
      const moves = isLive && window && now;
      return [slug, moves ? followSeries(series, window, now, MOTION) : series];
    }))
  );
}

/** How often outages are read again. */
const OUTAGES_MS = 20_000;

/**
 * Outages within a series. They are read again only while a bucket is empty or
 * an outage is known: otherwise nothing can be missing.
 *
 * @param isLive Whether the series moves with time.
 */
function useOutages(
  rendered: readonly Outage[],
  series: ReadonlySignal<Series>,
  isLive: boolean,
): ReadonlySignal<readonly Outage[]> {
  const outages = useSignal(rendered);
  usePolling(async (signal) => {
    const shown = series.peek();
    const isQuiet = shown.posts.includes(0) || outages.peek().length > 0;
    if (isLive && isQuiet) outages.value = await fetchOutages(shown, signal);
  }, { everyMs: OUTAGES_MS });
  return outages;
}

/** Outages come with a series: in long buckets, as only they are needed. */
async function fetchOutages(
  series: Series,
  signal: AbortSignal,
): Promise<readonly Outage[]> {
  const query = { slug: series.topic, ...seriesSpan(series), step: HOUR };
  return (await fetchSeries(query, signal)).outages;
}
