import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Outage } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";
import { seriesSpan } from "../chart/series_span.ts";
import { askSeries } from "../live/ask_series.ts";
import { pollWhileVisible } from "../live/poll_while_visible.ts";

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
  return (await askSeries(asked, signal)).outages.slice();
}
