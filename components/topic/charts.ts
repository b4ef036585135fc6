import {
  type ReadonlySignal,
  useComputed,
  useSignalEffect,
} from "@preact/signals";
import { withParams } from "../../domain/request/parameters.ts";
import { zoomParams } from "../../domain/request/range.ts";
import { lastBuckets, type Series } from "../../domain/series/series.ts";
import {
  address as shownAddress,
  goBack,
  shownSpan,
  visit,
} from "../address/address.ts";
import { zone } from "../address/zone.ts";
import { useChartCursor } from "../chart/cursor.ts";
import { outagesWithin, seriesSpan } from "../chart/data.ts";
import type { Shown, TopicView } from "../chart/view.ts";
import { live } from "../live/store.ts";
import type { LoadedRange } from "./range.ts";

/** What the charts of a topic's page are made from. */
interface TopicChartsInput {
  readonly loaded: ReadonlySignal<LoadedRange>;
  /** The live window. */
  readonly window: ReadonlySignal<Series>;
  /** The same by the minute. */
  readonly minutes: ReadonlySignal<Series>;
  readonly address: ReadonlySignal<string>;
  /** When the server rendered the page, in epoch milliseconds. */
  readonly renderedAt: number;
  /** What is running, in words. */
  readonly source: string;
}

const DAY = 86_400;
/** Seconds that the shorter live window spans. */
const SHORT = 300;
/** Ranges whose times need no date. */
const OF_TODAY: readonly string[] = ["1h", "6h"];

/** What the charts of a topic's page show, and what choosing a time on them does. */
export function useTopicCharts(
  { loaded, window, minutes, address, renderedAt, source }: TopicChartsInput,
): TopicView {
  const now = () => live.now.value || renderedAt;
  const isShort = useComputed(() =>
    new URLSearchParams(loaded.value.key).get("range") === "5m"
  );
  const series = useComputed(() => {
    const { view } = loaded.value;
    if (view) return view.series;
    return isShort.value ? lastBuckets(window.value, SHORT) : minutes.value;
  });
  const isLastCurrent = useComputed(() => {
    const { view } = loaded.value;
    if (!view) return true;
    if (view.motion === null) return false;
    return !live.current.value || seriesSpan(series.value).to * 1_000 > now();
  });
  const shown = useComputed((): Shown => ({
    series: series.value,
    isLastCurrent: isLastCurrent.value,
    outages: outagesWithin(loaded.value.outages, series.value),
    sources: isShort.value ? null : loaded.value.sources,
  }));
  useSignalEffect(() => {
    // The server has none of it: it belongs to one page.
    if (!shownAddress.value) return;
    const { from, to } = seriesSpan(series.value);
    const shown = shownSpan.peek();
    if (from === shown?.from && to === shown.to) return;
    shownSpan.value = { from, to };
  });
  const cursor = useChartCursor({
    zoom(range) {
      const { step } = series.peek();
      const changes = zoomParams(range, now(), step);
      visit(withParams(address.peek(), { ...changes }), { zoomed: true });
    },
    back: () => goBack(address.peek()),
  });

  const kind = loaded.value.view?.kind;
  return {
    topic: series.value.topic,
    shown,
    // Buckets of days begin when UTC's days do.
    zone: series.value.step >= DAY ? "UTC" : zone.value,
    withDate: kind !== undefined && !OF_TODAY.includes(kind),
    cursor,
    source,
  };
}
