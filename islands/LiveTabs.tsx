import type { VNode } from "preact";
import { Rate } from "../components/elements/Tile.tsx";
import { currentTopics, live, ratedTopics } from "../components/live/store.ts";
import { TopicTabs } from "../components/page/Masthead.tsx";
import type { TopicSummary } from "../domain/topic/topic.ts";

/** Props of {@linkcode LiveTabs}. */
export interface LiveTabsProps {
  topics: readonly TopicSummary[];
  /** Posts a minute when the page was rendered, by slug. */
  rates: Readonly<Record<string, number>>;
  /** Slug of the topic that the page follows; null if it follows all. */
  current: string | null;
}

/** The way to each topic there is by now, with its rate: of what the page does not follow, as of the last sign of life. */
export function LiveTabs(
  { topics, rates: rendered, current }: LiveTabsProps,
): VNode {
  const followed = live.topics.value;
  const rates = live.rates.value;
  const shown = current !== null
    ? ratedTopics(rates, topics)
    : live.started.value
    ? currentTopics(followed, topics)
    : topics;
  const rateOf = (slug: string) =>
    followed.get(slug)?.rate ?? rates.get(slug) ?? rendered[slug] ?? 0;
  return (
    <TopicTabs
      topics={shown}
      current={current}
      rateOf={(slug) => <Rate rate={rateOf(slug)} />}
    />
  );
}
