import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Zone } from "../../domain/format/times.ts";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Series } from "../../domain/series/series.ts";
import { HOUR } from "../../domain/time/range.ts";
import { seriesSpan } from "../chart/data.ts";
import type { StatusText } from "../live/StatusLine.tsx";
import { fetchSeries } from "../live/fetch.ts";
import { usePolling, useQuery } from "../live/hooks.ts";

/** How often outages are read again. */
const OUTAGES_MS = 20_000;

/**
 * Outages within a series. They are read again only while a bucket is empty or
 * an outage is known: otherwise nothing can be missing.
 *
 * @param isLive Whether the series moves with time.
 */
export function useOutages(
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

/** Result of {@linkcode usePipeline}. */
interface LivePipelineState {
  readonly pipeline: ReadonlySignal<Pipeline>;
  readonly viewer: ReadonlySignal<Viewer>;
  /** How recent it is. */
  readonly status: ReadonlySignal<StatusText>;
}

/** Keeps the state of the pipeline up to date while the page is visible. */
export function usePipeline(rendered: Pipeline): LivePipelineState {
  const { answer: pipeline, clientNow, heardAt, status } = useQuery(
    "/api/pipeline",
    rendered,
    rendered.at * 1_000,
  );
  const zone = useSignal<Zone>("UTC");
  useEffect(() => {
    zone.value = "local";
  }, []);

  const viewer = useComputed(() => ({
    zone: zone.value,
    now: pipeline.value.at + (clientNow.value - heardAt.value) / 1_000,
  }));
  return { pipeline, viewer, status };
}

/** The time zone and the current time of a page. */
export interface Viewer {
  /** By the server's clock, in seconds since the epoch. */
  readonly now: number;
  readonly zone: Zone;
}

/** Props of the components of `/pipeline`. */
export interface PipelineProps {
  pipeline: Pipeline;
  viewer: Viewer;
}
