import type { VNode } from "preact";
import { currentTopics } from "../components/live/current_topics.ts";
import { live } from "../components/live/live.ts";
import { TopicTabs } from "../components/page/TopicTabs.tsx";
import { Rate } from "../components/topic/Rate.tsx";
import type { TopicSummary } from "../domain/topic/topic.ts";

/** Props of {@linkcode LiveTabs}. */
export interface LiveTabsProps {
  topics: readonly TopicSummary[];
  /** Posts a minute when the page was rendered, by slug. */
  rates: Readonly<Record<string, number>>;
}

/** The way to each topic, on a page that follows all of them. */
export function LiveTabs({ topics, rates }: LiveTabsProps): VNode {
  const now = live.topics.value;
  const rendered = new Map(Object.entries(rates));
  return (
    <TopicTabs
      topics={live.started.value ? currentTopics(now, topics) : topics}
      current={null}
      rateOf={(slug) => (
        <Rate rate={now.get(slug)?.rate ?? rendered.get(slug) ?? 0} />
      )}
    />
  );
}
