import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Zone } from "../../domain/format/times.ts";
import type { Pipeline } from "../../domain/pipeline/pipeline.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Series } from "../../domain/series/series.ts";
import { seriesSpan } from "../chart/data.ts";
import { fetchSeries } from "../live/fetch.ts";
import { pollWhileVisible, useQuery } from "../live/hooks.ts";
import type { StatusText } from "../live/StatusLine.tsx";

const EVERY_MS = 20_000;

/**
 * When nothing could be read: as rendered at first, then asked for again.
 * Nobody need ask while each bucket holds posts, for then nothing is missing.
 *
 * @param series What the charts show.
 * @param isLive Whether that moves on.
 */
export function useOutages(
  rendered: readonly Outage[],
  series: ReadonlySignal<Series>,
  isLive: boolean,
): ReadonlySignal<readonly Outage[]> {
  const outages = useSignal(rendered);
  useEffect(() => {
    if (!isLive) return;
    const stop = new AbortController();
    pollWhileVisible(
      async (signal) => {
        const shown = series.peek();
        const isQuiet = shown.posts.includes(0) || outages.peek().length > 0;
        if (isQuiet) outages.value = await askOutages(shown, signal);
      },
      document,
      stop.signal,
      { everyMs: EVERY_MS },
    );
    return () => stop.abort();
  }, []);
  return outages;
}

/** Asks for one bucket, as what comes with it is all that is wanted. */
async function askOutages(
  series: Series,
  signal: AbortSignal,
): Promise<Outage[]> {
  const { from, to } = seriesSpan(series);
  const asked = { slug: series.topic, from, to, step: 3_600 };
  return (await fetchSeries(asked, signal)).outages.slice();
}

/** What {@linkcode usePipeline} gives to its component. */
interface LivePipelineState {
  readonly pipeline: ReadonlySignal<Pipeline>;
  readonly viewer: ReadonlySignal<Viewer>;
  /** How recent it is. */
  readonly status: ReadonlySignal<StatusText>;
}

/** Keeps what was rendered up to date while the page is looked at. */
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

/** How the one who reads a page reads times, and what time it is. */
export interface Viewer {
  /** By the server's clock, in seconds since the epoch. */
  readonly now: number;
  readonly zone: Zone;
}
