import {
  type ReadonlySignal,
  useComputed,
  useSignalEffect,
} from "@preact/signals";
import { withParams, zoomParams } from "../../domain/request/address.ts";
import { lastBuckets, type Series } from "../../domain/series/series.ts";
import { MINUTE } from "../../domain/time/range.ts";
import {
  address as shownAddress,
  goBack,
  shownSpan,
  visit,
  zone,
} from "../address/address.ts";
import { useChartCursor } from "../chart/cursor.ts";
import { outagesWithin, seriesSpan } from "../chart/data.ts";
import type { TopicView } from "../chart/TopicCharts.tsx";
import { timeAxis } from "../chart/time_axis.ts";
import type { Shown } from "../chart/topic_data.ts";
import { live } from "../live/store.ts";
import { isShort, type LoadedRange } from "./loaded_range.ts";

/** Input of {@linkcode useTopicCharts}. */
interface TopicChartsInput {
  readonly loaded: ReadonlySignal<LoadedRange>;
  /** The live window. */
  readonly window: ReadonlySignal<Series>;
  /** The live window by the minute. */
  readonly minutes: ReadonlySignal<Series>;
  readonly address: ReadonlySignal<string>;
  /** When the server rendered the page, in epoch milliseconds. */
  readonly renderedAt: number;
  /** Description of the running sources. */
  readonly source: string;
  /** The topic's query, as it is now. */
  readonly query: () => string;
}

/** Seconds of the short live window. */
const SHORT = 5 * MINUTE;
/** Ranges whose times need no date. */
const DATELESS: readonly string[] = ["1h", "6h"];

/** The view of a topic's charts; selecting a range on them changes the address. */
export function useTopicCharts(
  { loaded, window, minutes, address, renderedAt, source, query }:
    TopicChartsInput,
): TopicView {
  const now = () => live.now.value || renderedAt;
  const series = useComputed(() => {
    const { view } = loaded.value;
    if (view) return view.series;
    return isShort(loaded.value)
      ? lastBuckets(window.value, SHORT)
      : minutes.value;
  });
  const isLastCurrent = useComputed(() => {
    const { view } = loaded.value;
    if (!view) return true;
    if (view.motion === null) return false;
    return !live.current.value || seriesSpan(series.value).to * 1_000 > now();
  });
  const axis = useComputed(() => {
    const kind = loaded.value.view?.kind;
    const withDate = kind !== undefined && !DATELESS.includes(kind);
    return timeAxis(series.value, zone.value, withDate);
  });
  const shown = useComputed((): Shown => ({
    series: series.value,
    axis: axis.value,
    isLastCurrent: isLastCurrent.value,
    outages: outagesWithin(loaded.value.outages, series.value),
    sources: isShort(loaded.value) ? null : loaded.value.sources,
    jumps: loaded.value.jumps,
    scorerChanges: loaded.value.scorerChanges,
  }));
  useSignalEffect(() => {
    // Not on the server, where it would be shared by all pages.
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

  const topics = () => {
    const { topic: slug, posts } = series.value;
    return [{ slug, query: query(), posts: posts.reduce((a, b) => a + b, 0) }];
  };
  const subject = { address, renderedAt, topics, isFilterable: true };
  return { shown, cursor, source, subject };
}
