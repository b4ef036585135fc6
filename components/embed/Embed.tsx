import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { Meter } from "../elements/Meter.tsx";
import { useRef } from "preact/hooks";
import { formatCount } from "../../domain/format/numbers.ts";
import type { TermCount, WindowTerms } from "../../domain/live/snapshot.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { ScorerChange } from "../../domain/series/scorers.ts";
import type { Series } from "../../domain/series/series.ts";
import {
  movedRange,
  stepOf,
  type WholeRange,
} from "../../domain/series/buckets.ts";
import { DAY, type TimeRange } from "../../domain/time/range.ts";
import { zone } from "../address/address.ts";
import { KEYS_ID } from "../chart/TimeChart.tsx";
import { MoodChart, PostsChart, ShareChart } from "../chart/TopicCharts.tsx";
import { useChartCursor } from "../chart/cursor.ts";
import { outagesWithin } from "../chart/data.ts";
import { timeAxis } from "../chart/time_axis.ts";
import { fetchJson, fetchSeries } from "../live/fetch.ts";
import { usePolling } from "../live/hooks.ts";
import type { EmbedChart } from "./Snippets.tsx";

const CHARTS = { posts: PostsChart, share: ShareChart, score: MoodChart };

/** What a chart is rendered from. */
interface RenderedSeries {
  readonly series: Series;
  readonly outages: readonly Outage[];
  readonly scorerChanges: readonly ScorerChange[];
}

/** Props of {@linkcode EmbedSeries}. */
export interface EmbedSeriesProps extends QueryOptions<RenderedSeries> {
  chart: Exclude<EmbedChart, "words">;
  slug: string;
  /** The running sources. */
  source: string;
}

/** One chart over time, without zoom. */
export function EmbedSeries(props: EmbedSeriesProps): VNode {
  const { chart, slug, source, range, filter } = props;
  const { shown, isStale } = useQuery(async (range, signal) => {
    const query = { slug, ...range, step: stepOf(range), filter };
    const series = await fetchSeries(query, signal);
    const { outages, scorerChanges } = series;
    return { series, outages, scorerChanges };
  }, props);
  const cursor = useChartCursor({ zoom() {}, back() {} });
  const withDate = range.to - range.from > DAY || !range.isLive;
  const input = useComputed(() => {
    const { series, outages, scorerChanges } = shown.value;
    return {
      series,
      axis: timeAxis(series, zone.value, withDate),
      isLastCurrent: range.isLive,
      outages: outagesWithin(outages, series),
      scorerChanges,
      sources: null,
    };
  });
  const Chart = CHARTS[chart];
  return (
    <>
      <Chart view={{ shown: input, cursor, source }} />
      <p class="unseen" id={KEYS_ID}>Arrow keys move through time</p>
      <StaleNotice isStale={isStale} />
    </>
  );
}

const MAX_WORDS = 8;

/** Props of {@linkcode EmbedWords}. */
export interface EmbedWordsProps extends QueryOptions<WindowTerms> {
  slug: string;
}

/** The words behind the mood: how many posts hold each. */
export function EmbedWords(props: EmbedWordsProps): VNode {
  const { shown, isStale } = useQuery(
    (range, signal) => fetchWords(props.slug, range, props.filter, signal),
    props,
  );
  const { positive, negative } = shown.value;
  return (
    <>
      <div class="word-lists">
        <Words name="Positive words" fill="positive" words={positive} />
        <Words name="Negative words" fill="negative" words={negative} />
      </div>
      <StaleNotice isStale={isStale} />
    </>
  );
}

function Words(
  { name, fill, words }: {
    name: string;
    fill: "positive" | "negative";
    words: readonly TermCount[];
  },
): VNode {
  const most = Math.max(1, words[0]?.count ?? 0);
  return (
    <section class="words">
      <h2>{name}</h2>
      {words.length === 0 && <p class="note">None yet</p>}
      <ol>
        {words.slice(0, MAX_WORDS).map(({ term, count }) => (
          <li key={term}>
            <span class="word" dir="auto">{term}</span>
            <Meter fill={fill} count={count} most={most} />
            <span class="count">{formatCount(count)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Milliseconds between polls for each second that is shown. */
const MS_PER_SECOND = 2;
const MIN_POLL_MS = 4_000;
const MAX_POLL_MS = 60_000;

/** What {@linkcode useQuery} begins with. */
export interface QueryOptions<T> {
  readonly rendered: T;
  /** When the server rendered it, in epoch milliseconds. */
  readonly renderedAt: number;
  readonly range: WholeRange;
  /** The filter of its posts, as the API takes it. */
  readonly filter: Readonly<Record<string, string>>;
}

/** What {@linkcode useQuery} gives to its component. */
interface Query<T> {
  readonly shown: ReadonlySignal<T>;
  /** Whether the last request failed. */
  readonly isStale: ReadonlySignal<boolean>;
}

/**
 * Polls for newer values while the page is visible, if the range ends now. It
 * holds no connection: a page may embed many charts, and browsers open few
 * connections to one server.
 */
function useQuery<T>(
  read: (range: WholeRange, signal: AbortSignal) => Promise<T>,
  { rendered, renderedAt, range }: Omit<QueryOptions<T>, "filter">,
): Query<T> {
  const shown = useSignal(rendered);
  const isStale = useSignal(false);
  const { from, to, isLive } = range;

  // The viewer's clock may be wrong.
  const { current: offset } = useRef(renderedAt - Date.now());

  usePolling(async (signal) => {
    if (!isLive) return;
    const times = movedRange(range, (Date.now() + offset) / 1_000);
    shown.value = await read({ ...range, ...times }, signal);
    isStale.value = false;
  }, { everyMs: pollMs(to - from), onFail: () => isStale.value = true });
  return { shown, isStale };
}

function pollMs(seconds: number): number {
  const ms = MS_PER_SECOND * seconds;
  return Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, ms));
}

/** Shown while the server does not answer. */
function StaleNotice({ isStale }: { isStale: ReadonlySignal<boolean> }): VNode {
  return (
    <p class="note late" role="status">
      {isStale.value && "No answer from the server: retrying"}
    </p>
  );
}

async function fetchWords(
  topic: string,
  { from, to }: TimeRange,
  filter: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<WindowTerms> {
  const { kind: postkind, ...rest } = filter;
  const only = { ...rest, ...(postkind !== undefined && { postkind }) };
  const range = { ...only, topic, from: String(from), to: String(to) };
  const fetchKind = (kind: "positive" | "negative") =>
    fetchJson<TermCount[]>(
      "/api/terms",
      { ...range, kind, limit: "10" },
      signal,
    );
  const [positive, negative] = await Promise.all([
    fetchKind("positive"),
    fetchKind("negative"),
  ]);
  return { positive, negative };
}
