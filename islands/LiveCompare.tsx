import { useComputed, useSignalEffect } from "@preact/signals";
import type { ScorerChange } from "../domain/series/scorers.ts";
import type { VNode } from "preact";
import {
  choiceIn,
  timeParams,
  withParams,
  zoomParams,
} from "../domain/request/address.ts";
import {
  followZone,
  goBack,
  useAddress,
  visit,
} from "../components/address/address.ts";
import { useChartCursor } from "../components/chart/cursor.ts";
import { seriesSpan, sumColumns } from "../components/chart/data.ts";
import { CompareCharts } from "../components/compare/CompareCharts.tsx";
import {
  CompareForm,
  CompareTable,
} from "../components/compare/CompareTable.tsx";
import { type Scale, SCALES } from "../components/compare/comparison.ts";
import {
  type RenderedComparison,
  useComparison,
} from "../components/compare/use_comparison.ts";
import { Choices } from "../components/elements/Choices.tsx";
import { useLive } from "../components/live/hooks.ts";
import { later } from "../components/elements/later.tsx";
import { live } from "../components/live/store.ts";
import { RangeNav } from "../components/topic/RangeNav.tsx";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import { compareAddress } from "../domain/request/theme.ts";
import { DAY, type TimeRange } from "../domain/time/range.ts";
import type { Topic } from "../domain/topic/topic.ts";

const EmptyRange = await later(
  async () => (await import("../components/page/Quiet.tsx")).EmptyRange,
  ".quiet",
);

const SCALE_LABELS: Readonly<Record<Scale, string>> = {
  absolute: "absolute",
  indexed: "indexed (mean = 100)",
};

/** Props of {@linkcode LiveCompare}. */
export interface LiveCompareProps
  extends Omit<RenderedComparison, "snapshots"> {
  /** By slug, without posts. */
  snapshots: Readonly<Record<string, TopicSnapshot>>;
  /** Position in the event stream when the page was rendered. */
  cursor: string;
  /** All topics. */
  all: readonly Pick<Topic, "slug" | "color" | "query">[];
  /** Requested path and query. */
  address: string;
  /** The running sources. */
  source: string;
  /** Where the scorer of any topic changes. @default nowhere */
  scorerChanges?: readonly ScorerChange[];
  /** The hours of all posts of the topics; null if there are none. @default {null} */
  extent?: TimeRange | null;
}

/** Topics side by side over the same time. */
export function LiveCompare(props: LiveCompareProps): VNode {
  const { topics, range, cursor, all, renderedAt, source } = props;
  const slugs = topics.map(({ slug }) => slug);
  const snapshots = new Map(Object.entries(props.snapshots));
  useLive(cursor, snapshots, slugs);
  const compared = useComparison({ ...props, snapshots });
  const address = useAddress(props.address);
  useSignalEffect(() => followZone(address.value));
  useSignalEffect(() => {
    const time = String(timeParams(address.value));
    // Other numbers come from the server.
    if (time !== String(timeParams(props.address))) location.reload();
  });
  const scale = useComputed(() => choiceIn(address.value, "scale", SCALES));
  const nowMs = live.now.value || renderedAt;
  const cursorOnCharts = useChartCursor({
    zoom(chosen) {
      const changes = zoomParams(chosen, live.now.peek(), range.step);
      visit(withParams(address.peek(), changes), { zoomed: true });
    },
    back: () => goBack(address.peek()),
  });

  const described = () =>
    compared.topics.value.map(({ slug, series }) => ({
      slug,
      query: all.find((topic) => topic.slug === slug)?.query ?? slug,
      posts: sumColumns(series).posts,
    }));

  const { topics: _, ...others } = Object.fromEntries(
    new URLSearchParams(address.value.split("?")[1]),
  );
  const span = seriesSpan(compared.topics.value[0]!.series);
  return (
    <>
      <div class="heading">
        <h1>Compare</h1>
        <div class="tools">
          <Choices
            label="Posts"
            chosen={scale.value}
            labels={SCALE_LABELS}
            addressOf={(scale) =>
              withParams(address.value, {
                scale: scale === "absolute" ? null : scale,
              })}
          />
          <RangeNav address={address.value} {...span} nowMs={nowMs} />
        </div>
      </div>
      {compared.topics.value.every(({ series }) =>
        series.posts.every((count) => count === 0)
      ) && <EmptyRange address={address.value} extent={props.extent ?? null} />}
      <div class="columns">
        <CompareCharts
          {...compared}
          scorerChanges={props.scorerChanges ?? []}
          scale={scale}
          isLive={range.isLive}
          withDate={range.to - range.from > DAY || !range.isLive}
          view={{
            cursor: cursorOnCharts,
            source,
            subject: { address, renderedAt, topics: described },
          }}
        />
        <section class="beside" aria-label="Topics">
          <CompareTable
            topics={compared.topics.value}
            seconds={Math.min(nowMs / 1_000, span.to) - span.from}
            addressWithout={(slug) =>
              compareAddress(slugs.filter((one) => one !== slug), others)}
          />
          <CompareForm topics={all} chosen={slugs} others={others} />
        </section>
      </div>
    </>
  );
}
