import { useComputed, useSignalEffect } from "@preact/signals";
import type { VNode } from "preact";
import {
  address,
  followZone,
  useAddress,
} from "../components/address/address.ts";
import { TopicCharts } from "../components/chart/TopicCharts.tsx";
import { Details, later, laterInView } from "../components/elements/later.tsx";
import { useLive } from "../components/live/hooks.ts";
import { live } from "../components/live/store.ts";
import { Gone, pageTitle } from "../components/page/PageState.tsx";
import { PostList } from "../components/post/PostList.tsx";
import type { PostsView } from "../components/post/posts.ts";
import { TopicTiles } from "../components/topic/TopicTiles.tsx";
import { useTopicCharts } from "../components/topic/charts.ts";
import {
  describeRange,
  type LoadedRange,
} from "../components/topic/loaded_range.ts";
import { useRange } from "../components/topic/range.ts";
import type { IgnoredView } from "../components/topic/TermLists.tsx";
import type { TermsView } from "../components/topic/terms.ts";
import { isFiltered } from "../domain/request/address.ts";
import type { PostsQuestion } from "../domain/request/posts.ts";
import type { TopicSnapshot } from "../domain/live/snapshot.ts";
import type { Series } from "../domain/series/series.ts";
import type { TimeRange } from "../domain/time/range.ts";
import { windowToMinutes } from "../domain/live/window.ts";

const FilterBar = await later(
  async () => (await import("../components/topic/FilterBar.tsx")).FilterBar,
  ".filter-bar",
);
const Quiet = await later(
  async () => (await import("../components/page/Quiet.tsx")).Quiet,
  ".quiet",
);
const PastTile = await later(
  async () => (await import("../components/topic/PastTile.tsx")).PastTile,
  ".past",
);
const WordLists = await laterInView(
  "lists",
  async () => (await import("../components/topic/TermLists.tsx")).WordLists,
);
const JumpList = await laterInView(
  "jumps",
  async () => (await import("../components/topic/JumpList.tsx")).JumpList,
);
const Snippets = await later(async () =>
  (await import("../components/embed/Snippets.tsx")).Snippets
);

/** Props of {@linkcode LiveTopic}. */
export interface LiveTopicProps {
  slug: string;
  /** Path and query as requested from the server. */
  address: string;
  /** Position in the stream of events that the page was rendered at. */
  cursor: string;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
  snapshot: TopicSnapshot;
  /** The requested time range. */
  loaded: LoadedRange;
  posts: PostsView;
  /** Which posts these are. */
  question: PostsQuestion;
  terms: TermsView;
  /** Names of the sources. */
  source: string;
  /** State of the sources, for an empty page. */
  note: string;
  /** What the page is called instead of its slug. @default {null} */
  title?: string | null;
  /** Origin of the server, as far as it knows. */
  origin: string;
  /** The hours of all its posts; null if there are none. @default {null} */
  extent?: TimeRange | null;
  /** Whether nothing new is expected: see the rate as it was. @default {false} */
  isPast?: boolean;
  /** Whether a check of it holds. @default {false} */
  isChecked?: boolean;
  /** Words that carry no mood here. @default none, and none can be added */
  ignored?: IgnoredView;
}

/** The live part of a topic's page. */
export function LiveTopic(props: LiveTopicProps): VNode {
  const { slug, cursor, renderedAt, snapshot, source } = props;
  useLive(cursor, new Map([[slug, snapshot]]), [slug]);
  const here = useAddress(props.address);
  useSignalEffect(() => {
    if (address.value) followZone(address.value);
  });

  const topic = useComputed(() => live.topics.value.get(slug) ?? snapshot);
  const isGone = useComputed(() =>
    live.started.value && !live.topics.value.has(slug)
  );
  const isPaused = useComputed(() => topic.value.about?.active === false);
  const window = useComputed(() => topic.value.window);
  const minutes = useComputed(() => windowToMinutes(window.value));
  const { loaded, state } = useRange(slug, props.loaded, here, window);
  const charts = useTopicCharts({
    loaded,
    window,
    minutes,
    address: here,
    renderedAt,
    source,
    query: () => topic.value.about?.query ?? slug,
  });
  const series = useComputed(() => charts.shown.value.series);
  const isEmpty = ({ posts }: Series) => posts.every((count) => count === 0);
  const hasFilter = useComputed(() => isFiltered(here.value));
  const isQuiet = useComputed(() =>
    topic.value.totals.posts === 0 || !hasFilter.value &&
      isEmpty(loaded.value.view === null ? window.value : series.value)
  );
  const past = useComputed(() =>
    props.isPast && isEmpty(window.value) ? props.extent ?? null : null
  );
  const time = useComputed(() => describeRange(loaded.value));
  const words = useComputed(() => topic.value.terms);
  useSignalEffect(() => {
    const isKnown = live.current.value && past.value === null;
    const rate = isKnown ? topic.value.rate : null;
    document.title = pageTitle(props.title || slug, rate);
  });

  if (isGone.value) return <Gone slug={slug} />;
  return (
    <div class="topic">
      {isPaused.value && (
        <p class="note" role="status">Paused: new posts are not collected</p>
      )}
      {isQuiet.value && (
        <Quiet
          topic={topic}
          address={here.value}
          slug={slug}
          source={source}
          note={props.note}
          extent={props.extent ?? null}
          isWindow={loaded.value.view === null}
        />
      )}
      {hasFilter.value && <FilterBar address={here} loaded={loaded} />}
      <TopicTiles
        topic={topic}
        series={series}
        time={time}
        first={past.value && (
          <PastTile posts={topic.value.totals.posts} {...past.value} />
        )}
        poorlyReadShare={loaded.value.poorlyReadShare}
        isChecked={props.isChecked === true}
        filtered={loaded.value.filtered}
      />
      <div class="columns">
        <div>
          <TopicCharts
            view={charts}
            state={state.value}
            address={here.value}
          />
          <JumpList view={charts} address={here} />
          <WordLists
            slug={slug}
            address={here}
            view={props.terms}
            words={words}
            renderedAt={renderedAt}
            ignored={props.ignored}
          />
        </div>
        <PostList
          slug={slug}
          address={here}
          view={props.posts}
          question={props.question}
          renderedAt={renderedAt}
        />
      </div>
      <Details class="snippet" summary="Embed">
        <Snippets slug={slug} address={here} origin={props.origin} />
      </Details>
    </div>
  );
}
