import { useComputed, useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { KEYS_ID } from "../components/chart/Plot.tsx";
import { useChartCursor } from "../components/chart/use_chart_cursor.ts";
import { CompareCharts } from "../components/compare/CompareCharts.tsx";
import { CompareForm } from "../components/compare/CompareForm.tsx";
import { CompareRanges } from "../components/compare/CompareRanges.tsx";
import { CompareTable } from "../components/compare/CompareTable.tsx";
import { type Scale, SCALES } from "../components/compare/compared.ts";
import {
  type RenderedComparison,
  useComparison,
} from "../components/compare/use_comparison.ts";
import { zoomTo } from "../components/compare/zoom_to.ts";
import { live } from "../components/live/live.ts";
import { useLive } from "../components/live/use_live.ts";
import { Choices } from "../components/page/Choices.tsx";
import { followZone } from "../components/topic/follow_zone.ts";
import { useAddress } from "../components/topic/use_address.ts";
import { zone } from "../components/topic/zone.ts";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import { choiceIn } from "../domain/request/choice_in.ts";
import { compareAddress } from "../domain/request/compare_address.ts";
import type { Topic } from "../domain/topic/topic.ts";

const SCALE_WORDS: Readonly<Record<Scale, string>> = {
  absolute: "absolute",
  indexed: "mean = 100",
};
const DAY = 86_400;

/** Props of {@linkcode LiveCompare}. */
export interface LiveCompareProps
  extends Omit<RenderedComparison, "snapshots"> {
  /** By slug, without posts. */
  snapshots: Readonly<Record<string, TopicSnapshot>>;
  /** Place in the stream of events that the page was rendered at. */
  cursor: string;
  /** All topics that there are. */
  all: readonly Pick<Topic, "slug" | "color">[];
  /** Path and query that the page was asked for. */
  address: string;
}

/** Topics side by side over the same time. */
export function LiveCompare(props: LiveCompareProps): VNode {
  const { topics, range, cursor, all, renderedAt } = props;
  const slugs = topics.map(({ slug }) => slug);
  const snapshots = new Map(Object.entries(props.snapshots));
  useLive(cursor, snapshots, slugs);
  const compared = useComparison({ ...props, snapshots });
  const address = useAddress(props.address);
  useSignalEffect(() => followZone(address.value));
  const scale = useComputed(() => choiceIn(address.value, "scale", SCALES));
  const pointer = useChartCursor(zoomTo(slugs));

  const { topics: _, ...others } = Object.fromEntries(
    new URLSearchParams(address.value.split("?")[1]),
  );
  const nowMs = live.now.value || renderedAt;
  const { t, step } = compared.topics.value[0]!.series;
  const end = Math.min(nowMs / 1_000, t.at(-1)! + step);
  return (
    <>
      <div class="heading">
        <h1>Compare</h1>
        <div class="tools">
          <Choices
            label="Posts"
            chosen={scale.value}
            words={SCALE_WORDS}
            addressOf={(scale) =>
              compareAddress(slugs, {
                ...others,
                scale: scale === "absolute" ? null : scale,
              })}
          />
          <CompareRanges slugs={slugs} others={others} range={range} />
        </div>
      </div>
      <div class="columns">
        <CompareCharts
          {...compared}
          scale={scale}
          isLive={range.isLive}
          zone={zone.value}
          withDate={range.to - range.from > DAY || !range.isLive}
          cursor={pointer}
        />
        <section class="beside" aria-label="Topics">
          <CompareTable
            topics={compared.topics.value}
            seconds={end - t[0]!}
            addressWithout={(slug) =>
              compareAddress(slugs.filter((one) => one !== slug), others)}
          />
          <CompareForm topics={all} chosen={slugs} others={others} />
          <p class="note" id={KEYS_ID}>
            Drag on a chart to zoom, double-click to go back. Keys on a chart: ←
            → move (Shift: ten), Enter marks start and end, + − zoom, Esc goes
            back.
          </p>
        </section>
      </div>
    </>
  );
}
