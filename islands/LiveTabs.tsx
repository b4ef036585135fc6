import type { VNode } from "preact";
import { live } from "../components/live/store.ts";
import { currentTopics, ratedTopics } from "../components/live/topics.ts";
import { TopicTabs } from "../components/page/Masthead.tsx";
import { formatCount } from "../domain/format/numbers.ts";
import { isOld, type TopicSummary } from "../domain/topic/topic.ts";

/** Props of {@linkcode LiveTabs}. */
export interface LiveTabsProps {
  topics: readonly TopicSummary[];
  /** Posts per minute when the page was rendered, by slug. */
  rates: Readonly<Record<string, number>>;
  /** Slug of the topic that the page follows; null if it follows all. */
  current: string | null;
  /** When the server rendered the page, in epoch milliseconds. */
  renderedAt: number;
}

/** Links to all topics with their rates; rates of topics that the page does not follow come with heartbeats. */
export function LiveTabs(
  { topics, rates: rendered, current, renderedAt }: LiveTabsProps,
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
      rateOf={(slug) => {
        const rate = rateOf(slug);
        const last = topics.find((topic) => topic.slug === slug)?.lastPostAt;
        const isPast = rate === 0 && isOld(last ?? null, renderedAt);
        return !isPast && `${formatCount(rate)}/min`;
      }}
    />
  );
}
