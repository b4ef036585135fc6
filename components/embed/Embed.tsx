import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { formatCount } from "../../domain/format/numbers.ts";
import type { TermCount, WindowTerms } from "../../domain/live/snapshot.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Series } from "../../domain/series/series.ts";
import type { WholeRange } from "../../domain/time/range.ts";
import { zone } from "../address/zone.ts";
import { KEYS_ID } from "../chart/Plot.tsx";
import { PostsChart, ScoreChart, ShareChart } from "../chart/TopicCharts.tsx";
import { useChartCursor } from "../chart/cursor.ts";
import { outagesWithin } from "../chart/data.ts";
import { askSeries, askServer } from "../live/ask.ts";
import { pollWhileVisible } from "../live/hooks.ts";

const CHARTS = { posts: PostsChart, share: ShareChart, score: ScoreChart };
const DAY = 86_400;

/** Props of {@linkcode EmbedSeries}. */
export interface EmbedSeriesProps
  extends AskedOptions<{ series: Series; outages: readonly Outage[] }> {
  chart: Exclude<EmbedChart, "words">;
  slug: string;
  /** What is running, in words. */
  source: string;
}

/** One chart over time, which can be looked at but not zoomed. */
export function EmbedSeries(props: EmbedSeriesProps): VNode {
  const { chart, slug, source, range } = props;
  const { shown, isLate } = useAsked(async (range, signal) => {
    const series = await askSeries({ slug, ...range }, signal);
    return { series, outages: series.outages };
  }, props);
  const cursor = useChartCursor({ zoom() {}, back() {} });
  const input = useComputed(() => {
    const { series, outages } = shown.value;
    return {
      series,
      isLastCurrent: range.isLive,
      outages: outagesWithin(outages, series),
      sources: null,
    };
  });
  const withDate = range.to - range.from > DAY || !range.isLive;
  const Chart = CHARTS[chart];
  return (
    <>
      <Chart
        view={{
          topic: slug,
          shown: input,
          zone: zone.value,
          withDate,
          cursor,
          source,
        }}
      />
      <p class="unseen" id={KEYS_ID}>Arrow keys move through time</p>
      <Late isLate={isLate} />
    </>
  );
}

/** What can stand in another page. */
export const EMBED_CHARTS = ["posts", "share", "score", "words"] as const;

/** One of {@linkcode EMBED_CHARTS}. */
export type EmbedChart = typeof EMBED_CHARTS[number];

/** Words of a kind that are shown. */
const SHOWN = 8;

/** Props of {@linkcode EmbedWords}. */
export interface EmbedWordsProps extends AskedOptions<WindowTerms> {
  slug: string;
}

/** The words behind the mood: how many posts hold each. */
export function EmbedWords(props: EmbedWordsProps): VNode {
  const { shown, isLate } = useAsked(
    (range, signal) => askWords(props.slug, range, signal),
    props,
  );
  const { positive, negative } = shown.value;
  return (
    <>
      <div class="word-lists">
        <Words name="Positive words" tone="positive" words={positive} />
        <Words name="Negative words" tone="negative" words={negative} />
      </div>
      <Late isLate={isLate} />
    </>
  );
}

function Words(
  { name, tone, words }: {
    name: string;
    tone: "positive" | "negative";
    words: readonly TermCount[];
  },
): VNode {
  const most = Math.max(1, words[0]?.count ?? 0);
  return (
    <section class="words">
      <h2>{name}</h2>
      {words.length === 0 && <p class="note">None yet</p>}
      <ol>
        {words.slice(0, SHOWN).map(({ term, count }) => (
          <li key={term}>
            <span class="word" dir="auto">{term}</span>
            <svg class="meter" aria-hidden="true">
              <rect
                class={tone}
                width={`${Math.round(100 * count / most)}%`}
                height="100%"
              />
            </svg>
            <span class="count">{formatCount(count)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What spans so many seconds is asked for again each so many milliseconds. */
const MS_PER_SECOND = 2;
const SOONEST_MS = 4_000;
const LATEST_MS = 60_000;

/** What {@linkcode useAsked} begins with. */
export interface AskedOptions<T> {
  readonly rendered: T;
  /** When the server rendered it, in epoch milliseconds. */
  readonly renderedAt: number;
  readonly range: WholeRange;
}

/** What {@linkcode useAsked} gives to its component. */
interface Asked<T> {
  readonly shown: ReadonlySignal<T>;
  /** Whether the server did not answer when it was asked last. */
  readonly isLate: ReadonlySignal<boolean>;
}

/**
 * What was rendered, asked for again while it is looked at, if its time ends
 * now. It holds no connection: a page may embed many charts, and browsers open
 * few connections to one server.
 */
function useAsked<T>(
  ask: (range: WholeRange, signal: AbortSignal) => Promise<T>,
  { rendered, renderedAt, range }: AskedOptions<T>,
): Asked<T> {
  const shown = useSignal(rendered);
  const isLate = useSignal(false);
  const { from, to, step, isLive } = range;

  useEffect(() => {
    if (!isLive) return;
    const stop = new AbortController();
    // The viewer's clock may be wrong.
    const offset = renderedAt - Date.now();
    pollWhileVisible(
      async (signal) => {
        const now = (Date.now() + offset) / 1_000;
        const end = (Math.floor(now / step) + 1) * step;
        const next = { ...range, from: end - (to - from), to: end };
        shown.value = await ask(next, signal);
        isLate.value = false;
      },
      document,
      stop.signal,
      { everyMs: paceOf(to - from), onFail: () => isLate.value = true },
    );
    return () => stop.abort();
  }, []);

  return { shown, isLate };
}

function paceOf(seconds: number): number {
  const ms = MS_PER_SECOND * seconds;
  return Math.min(LATEST_MS, Math.max(SOONEST_MS, ms));
}

/** Says that what is shown is not the newest. */
function Late({ isLate }: { isLate: ReadonlySignal<boolean> }): VNode {
  return (
    <p class="note late" role="status">
      {isLate.value && "No answer: asking again"}
    </p>
  );
}

/** Asks the server for the words of a topic within a time, in seconds since the epoch. */
async function askWords(
  slug: string,
  { from, to }: { from: number; to: number },
  signal: AbortSignal,
): Promise<WindowTerms> {
  const range = { topic: slug, from: String(from), to: String(to) };
  const ask = (kind: "positive" | "negative") =>
    askServer<TermCount[]>("/api/terms", {
      ...range,
      kind,
      limit: "10",
    }, signal);
  const [positive, negative] = await Promise.all([
    ask("positive"),
    ask("negative"),
  ]);
  return { positive, negative };
}
