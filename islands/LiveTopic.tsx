import { useComputed, useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { live } from "../components/live/live.ts";
import { pageTitle } from "../components/topic/page_title.ts";
import { Gone } from "../components/topic/Gone.tsx";
import { PostList } from "../components/post/PostList.tsx";
import { Quiet } from "../components/topic/Quiet.tsx";
import type { RangeView } from "../components/topic/range_view.ts";
import { TopicCharts } from "../components/chart/TopicCharts.tsx";
import { TopicTiles } from "../components/topic/TopicTiles.tsx";
import { useLive } from "../components/live/use_live.ts";
import { WordLists } from "../components/topic/WordLists.tsx";
import { useOutages } from "../components/pipeline/use_outages.ts";
import { zone } from "../components/topic/zone.ts";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import type { Outage } from "../domain/pipeline/outage.ts";
import { windowToMinutes } from "../domain/series/window_to_minutes.ts";

/** Props of {@linkcode LiveTopic}. */
export interface LiveTopicProps {
  slug: string;
  /** Place in the stream of events that the page was rendered at. */
  cursor: string;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  snapshot: TopicSnapshot;
  /** When nothing could be read, in the live window. */
  outages: readonly Outage[];
  /** Shown by charts and words instead of the live window. */
  range: RangeView | null;
  /** What is running, in words. */
  source: string;
}

/** Everything that moves on the page of a topic. */
export function LiveTopic(props: LiveTopicProps): VNode {
  const { slug, cursor, renderedAt, snapshot, range, source } = props;
  useLive(cursor, new Map([[slug, snapshot]]), [slug]);
  useEffect(() => {
    zone.value = "local";
  }, []);

  const topic = useComputed(() => live.topics.value.get(slug) ?? snapshot);
  const isGone = useComputed(() =>
    live.started.value && !live.topics.value.has(slug)
  );
  const isStopped = useComputed(() => topic.value.about?.active === false);
  const window = useComputed(() => topic.value.window);
  const series = useComputed(() =>
    range ? range.series : windowToMinutes(window.value)
  );
  const outages = useOutages(
    range?.outages ?? props.outages,
    series,
    range === null,
  );
  const terms = useComputed(() => range ? range.terms : topic.value.terms);
  const posts = useComputed(() => topic.value.posts);
  useSignalEffect(() => {
    document.title = pageTitle(slug, topic.value.rate);
  });

  if (isGone.value) return <Gone slug={slug} />;
  return (
    <div class="topic">
      {isStopped.value && (
        <p class="note" role="status">Stopped: new posts are not taken in</p>
      )}
      <Quiet
        slug={slug}
        topic={topic}
        isLive={range === null}
        source={source}
      />
      <TopicTiles topic={topic} />
      <div class="columns">
        <div>
          <TopicCharts
            series={series}
            isLastCurrent={range?.isLastCurrent ?? true}
            zone={range ? "UTC" : zone.value}
            withDate={range !== null}
            outages={outages}
          />
          <WordLists
            terms={terms}
            span={range ? "in this time" : "last 15 min"}
          />
        </div>
        <PostList
          posts={posts}
          renderedAt={renderedAt}
          renderedSeq={snapshot.posts[0]?.seq ?? 0}
        />
      </div>
    </div>
  );
}
